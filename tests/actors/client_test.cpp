// SPDX-License-Identifier: Apache-2.0
#include "actors/client.hpp"

#include "events/user_id.hpp"
#include "tests/support/given.hpp"

#include <functional>

namespace muniment::client {
namespace {

using test::given;
using enum refusal_code;

const uuid shop = uuid::random({1});
const bytes secret(32, 7);

const register_client web_wish{"shop",
                               shop,
                               "Shop",
                               client_type::web,
                               client_authentication::client_secret_basic,
                               secret,
                               {"https://shop.example.org/back"},
                               {"https://shop.example.org/bye"},
                               {"https://shop.example.org"},
                               {"authorization_code", "refresh_token"},
                               {"openid", "profile"},
                               "RS256",
                               "ES256",
                               true,
                               true};

register_client changed(register_client wish, const std::function<void(register_client&)>& change) {
  change(wish);
  return wish;
}

register_client public_one(client_type kind) {
  return changed(web_wish, [&](auto& wish) {
    wish.kind = kind;
    wish.authentication = client_authentication::none;
    wish.secret_digest.reset();
  });
}

register_client service() {
  return changed(web_wish, [](auto& wish) {
    wish.kind = client_type::service;
    wish.redirect_uris.clear();
    wish.post_logout_redirect_uris.clear();
    wish.origins.clear();
    wish.grant_types = {"client_credentials"};
    wish.pkce_required = false;
  });
}

registered fact_of(const register_client& wish) {
  return {wish.client_id,
          wish.project,
          wish.name,
          wish.kind,
          wish.authentication,
          wish.secret_digest,
          wish.redirect_uris,
          wish.post_logout_redirect_uris,
          wish.origins,
          wish.grant_types,
          wish.scopes,
          wish.id_token_algorithm,
          wish.access_token_algorithm,
          wish.pkce_required,
          wish.third_party,
          wish.may_introspect};
}

const change_redirects elsewhere{{"https://other.example.org/back"}, {}, {}};
const rotate_secret new_secret{bytes(32, 8)};
const std::vector<event<opened>> active{fact_of(web_wish)};
const std::vector<event<opened>> gone{fact_of(web_wish), deleted{}};
const std::vector<event<opened>> none;

TEST(client, every_command_before_it_exists) {
  given<noun>()
      .when(web_wish)
      .then({fact_of(web_wish)})
      .taking({public_claim(claim_kind::client_id, "shop")});
  given<noun>().when(new_secret).then(not_found);
  given<noun>().when(elsewhere).then(not_found);
  given<noun>().when(delete_client{}).then(not_found);
}

TEST(client, every_command_once_it_exists) {
  given<noun>(active).when(web_wish).then(already_exists);
  given<noun>(active)
      .when(new_secret)
      .then({secret_rotated{new_secret.secret_digest}})
      .when(new_secret)
      .then(none);
  given<noun>(active)
      .when(elsewhere)
      .then({redirects_changed{elsewhere.redirect_uris, {}, {}}})
      .when(elsewhere)
      .then(none);
  given<noun>(active).when(delete_client{}).then({deleted{}}).when(delete_client{}).then(none);
}

TEST(client, every_command_once_it_is_deleted) {
  given<noun>(gone).when(web_wish).then(already_exists);
  given<noun>(gone).when(new_secret).then(not_found);
  given<noun>(gone).when(elsewhere).then(not_found);
  given<noun>(gone).when(delete_client{}).then(none);
}

TEST(client, its_id_is_never_given_back) {
  given<noun>(active).when(delete_client{}).releasing({}).taking({});
}

/// Its own tokens have its id as their `sub` (RFC 9700 section 4.15).
TEST(client, is_not_named_like_a_person_unless_it_is_there_already) {
  for (const auto format : {user_id_format::uuid, user_id_format::nanoid}) {
    const auto person = written_user_id(make_user_id(format, {5}));
    const auto like = changed(web_wish, [&](auto& wish) { wish.client_id = person; });
    given<noun>().when(like).then(reserved_client_id);
    given<noun>({fact_of(like)})
        .when(new_secret)
        .then({secret_rotated{new_secret.secret_digest}})
        .when(delete_client{})
        .then({deleted{}});
  }
}

TEST(client, may_be_of_each_kind) {
  for (const auto& wish :
       {public_one(client_type::spa), public_one(client_type::native), service()})
    given<noun>().when(wish).then({fact_of(wish)});
  const auto native = changed(public_one(client_type::native), [](auto& wish) {
    wish.redirect_uris = {"org.example.shop:/back", "http://127.0.0.1/back"};
  });
  given<noun>().when(native).then({fact_of(native)});
  const auto hybrid = changed(web_wish, [](auto& wish) {
    wish.grant_types = {"authorization_code", "client_credentials"};
  });
  given<noun>().when(hybrid).then({fact_of(hybrid)});
}

void expect_refused(const register_client& base,
                    const std::function<void(register_client&)>& change) {
  given<noun>().when(base).then({fact_of(base)});
  given<noun>().when(changed(base, change)).then(invalid_value);
}

TEST(client, one_that_introspects_can_say_who_it_is) {
  for (const auto& base : {web_wish, service()}) {
    const auto wish = changed(base, [](auto& wish) { wish.may_introspect = true; });
    given<noun>().when(wish).then({fact_of(wish)});
  }
  for (const auto kind : {client_type::spa, client_type::native})
    expect_refused(public_one(kind), [](auto& wish) { wish.may_introspect = true; });
}

TEST(client, a_confidential_one_has_a_secret_and_a_way_to_show_it) {
  for (const auto& base : {web_wish, service()}) {
    expect_refused(base, [](auto& wish) { wish.secret_digest.reset(); });
    expect_refused(base, [](auto& wish) { wish.secret_digest = bytes(31); });
    expect_refused(base, [](auto& wish) { wish.authentication = client_authentication::none; });
  }
}

TEST(client, a_public_one_has_neither) {
  for (const auto kind : {client_type::spa, client_type::native}) {
    expect_refused(public_one(kind), [](auto& wish) { wish.secret_digest = secret; });
    expect_refused(public_one(kind), [](auto& wish) {
      wish.authentication = client_authentication::client_secret_post;
    });
    expect_refused(public_one(kind), [](auto& wish) { wish.pkce_required = false; });
    given<noun>({fact_of(public_one(kind))}).when(new_secret).then(invalid_state);
  }
}

TEST(client, flows_fit_the_kind) {
  expect_refused(service(), [](auto& wish) { wish.grant_types.emplace_back("refresh_token"); });
  expect_refused(service(), [](auto& wish) { wish.grant_types.clear(); });
  for (const auto& base : {web_wish, public_one(client_type::spa)}) {
    expect_refused(base, [](auto& wish) { wish.grant_types = {"refresh_token"}; });
    expect_refused(base, [](auto& wish) { wish.grant_types.emplace_back("password"); });
    expect_refused(base, [](auto& wish) { wish.grant_types.emplace_back("authorization_code"); });
  }
  expect_refused(public_one(client_type::spa),
                 [](auto& wish) { wish.grant_types.emplace_back("client_credentials"); });
}

TEST(client, uris_fit_the_kind_and_are_bounded) {
  const std::vector<std::string> many(21, "https://shop.example.org/back");
  for (const auto& base :
       {web_wish, public_one(client_type::spa), public_one(client_type::native)}) {
    expect_refused(base, [](auto& wish) { wish.redirect_uris.clear(); });
    expect_refused(base, [&](auto& wish) { wish.redirect_uris = many; });
    expect_refused(base, [&](auto& wish) { wish.post_logout_redirect_uris = many; });
    expect_refused(base, [&](auto& wish) { wish.origins.assign(21, "https://a.example.org"); });
    expect_refused(base, [](auto& wish) { wish.redirect_uris.emplace_back("http://a.example"); });
    expect_refused(base, [](auto& wish) { wish.post_logout_redirect_uris = {"ftp://a"}; });
    expect_refused(base, [](auto& wish) { wish.origins = {"https://a.example.org/"}; });
  }
  expect_refused(web_wish, [](auto& wish) { wish.redirect_uris = {"org.example.shop:/back"}; });
  expect_refused(service(), [](auto& wish) { wish.redirect_uris = {"https://a.example.org/"}; });
  given<noun>(active).when(change_redirects{{}, {}, {}}).then(invalid_value);
  given<noun>({fact_of(service())}).when(elsewhere).then(invalid_value);
}

settings_changed settings_of(const register_client& wish) {
  return {wish.name,        wish.authentication,     wish.grant_types,
          wish.scopes,      wish.id_token_algorithm, wish.access_token_algorithm,
          wish.third_party, wish.may_introspect};
}

TEST(client, is_changed_in_what_is_named_only) {
  const change renamed{.name = "Store"};
  auto settings = settings_of(web_wish);
  settings.name = "Store";
  given<noun>(active).when(renamed).then({settings}).when(renamed).then(none);
  const change moved{.redirect_uris = elsewhere.redirect_uris};
  given<noun>(active).when(moved).then({redirects_changed{
      elsewhere.redirect_uris, web_wish.post_logout_redirect_uris, web_wish.origins}});
  given<noun>(active).when(change{}).then(none);
}

TEST(client, is_changed_in_everything_at_once) {
  const change all{"Store",
                   client_authentication::client_secret_post,
                   elsewhere.redirect_uris,
                   std::vector<std::string>{},
                   std::vector<std::string>{},
                   std::vector<std::string>{"authorization_code"},
                   std::vector<std::string>{"openid"},
                   "EdDSA",
                   "PS256",
                   false,
                   true};
  given<noun>(active)
      .when(all)
      .then({settings_changed{"Store",
                              client_authentication::client_secret_post,
                              {"authorization_code"},
                              {"openid"},
                              "EdDSA",
                              "PS256",
                              false,
                              true},
             redirects_changed{elsewhere.redirect_uris, {}, {}}})
      .when(all)
      .then(none);
  given<noun>().when(all).then(not_found);
  given<noun>(gone).when(all).then(not_found);
}

TEST(client, may_refresh_as_long_as_its_scopes_say_so) {
  using list = std::vector<std::string>;
  const auto web = changed(web_wish, [](auto& wish) {
    wish.grant_types = {"authorization_code", "client_credentials"};
  });
  auto offline = settings_of(web);
  offline.scopes = {"openid", "offline_access"};
  offline.grant_types = {"authorization_code", "client_credentials", "refresh_token"};
  auto online = settings_of(web);
  online.scopes = {"openid"};
  given<noun>({fact_of(web)})
      .when(change{.scopes = offline.scopes})
      .then({offline})
      .when(change{.scopes = offline.scopes})
      .then(none)
      .when(change{.scopes = online.scopes})
      .then({online});
  given<noun>({fact_of(web), offline}).when(change{.third_party = true}).then(none);
  EXPECT_EQ(grant_types_with({"client_credentials"}, offline.scopes), list{"client_credentials"})
      << "where there is no person there is nothing to refresh";
}

TEST(client, may_refresh_as_its_grant_types_say_where_they_are_named) {
  auto settings = settings_of(web_wish);
  settings.scopes = {"openid", "offline_access"};
  settings.grant_types = {"authorization_code"};
  given<noun>(active)
      .when(change{.grant_types = settings.grant_types, .scopes = settings.scopes})
      .then({settings});
}

TEST(client, is_given_introspection_and_loses_it_again) {
  auto settings = settings_of(web_wish);
  settings.may_introspect = true;
  given<noun>(active)
      .when(change{.may_introspect = true})
      .then({settings})
      .when(change{.may_introspect = true})
      .then(none)
      .when(change{.may_introspect = false})
      .then({settings_of(web_wish)});
}

TEST(client, keeps_introspection_where_nothing_is_said_of_it) {
  const auto api = changed(web_wish, [](auto& wish) { wish.may_introspect = true; });
  auto settings = settings_of(api);
  settings.name = "Store";
  given<noun>({fact_of(api)}).when(change{.name = "Store"}).then({settings});
  auto of_version_1 = settings;
  of_version_1.may_introspect.reset();
  settings.name = "Kiosk";
  given<noun>({fact_of(api), of_version_1}).when(change{.name = "Kiosk"}).then({settings});
}

TEST(client, is_changed_within_what_its_kind_may_have) {
  const auto refused = [](const register_client& base, const change& wish) {
    given<noun>({fact_of(base)}).when(wish).then(invalid_value);
  };
  using list = std::vector<std::string>;
  const auto spa = public_one(client_type::spa);
  refused(web_wish, {.name = ""});
  refused(web_wish, {.authentication = client_authentication::none});
  refused(spa, {.authentication = client_authentication::client_secret_basic});
  refused(web_wish, {.redirect_uris = list{}});
  refused(web_wish, {.redirect_uris = list{"http://a.example"}});
  refused(spa, {.origins = list{"https://a.example/"}});
  refused(service(), {.redirect_uris = elsewhere.redirect_uris});
  refused(service(), {.grant_types = list{"authorization_code"}});
  refused(spa, {.grant_types = list{"authorization_code", "client_credentials"}});
  refused(spa, {.may_introspect = true});
  refused(web_wish, {.scopes = list{"openid", "openid"}});
  refused(web_wish, {.id_token_algorithm = "none"});
  refused(web_wish, {.access_token_algorithm = "HS256"});
}

TEST(client, names_scopes_and_algorithms_are_acceptable) {
  expect_refused(web_wish, [](auto& wish) { wish.client_id = "two words"; });
  expect_refused(web_wish, [](auto& wish) { wish.client_id.assign(129, 'a'); });
  expect_refused(web_wish, [](auto& wish) { wish.name.clear(); });
  expect_refused(web_wish, [](auto& wish) { wish.project = {}; });
  expect_refused(web_wish, [](auto& wish) { wish.scopes = {"openid", "openid"}; });
  expect_refused(web_wish, [](auto& wish) { wish.id_token_algorithm = "none"; });
  expect_refused(web_wish, [](auto& wish) { wish.access_token_algorithm = "HS256"; });
  given<noun>(active).when(rotate_secret{bytes(8)}).then(invalid_value);
}

}
}
