// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/authorize_steps.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace muniment::oidc {
namespace {

constexpr auto challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

clients::row spa() {
  clients::row client;
  client.id = uuid::random({1});
  client.client_id = "shop";
  client.kind = client::client_type::spa;
  client.redirect_uris = {"https://shop.example/back", "https://shop.example/back?from=us"};
  client.grant_types = {"authorization_code"};
  client.scopes = {"openid", "profile", "email", "orders"};
  return client;
}

/// A lawful request, by parameter; a case changes some of it.
std::map<std::string, std::string> lawful() {
  return {{"client_id", "shop"},
          {"redirect_uri", "https%3A%2F%2Fshop.example%2Fback"},
          {"response_type", "code"},
          {"scope", "openid+profile"},
          {"state", "a%26b"},
          {"nonce", "n-0S6"},
          {"code_challenge", challenge},
          {"code_challenge_method", "S256"}};
}

std::string encoded(const std::map<std::string, std::string>& parameters) {
  std::string text;
  for (const auto& [name, value] : parameters)
    text += (text.empty() ? "" : "&") + name + "=" + value;
  return text;
}

checked_request checked(const std::string& sent, const clients::row* client) {
  const auto form = http::form::parse(sent);
  EXPECT_TRUE(form) << sent;
  return check({*form, client});
}

checked_request checked(const std::string& sent) {
  const auto client = spa();
  return checked(sent, &client);
}

checked_request with(const std::string& name, const std::string& value) {
  auto parameters = lawful();
  parameters[name] = value;
  return checked(encoded(parameters));
}

TEST(authorize_steps, read_a_lawful_request) {
  const auto result = checked(encoded(lawful()));
  ASSERT_FALSE(result.refused);
  EXPECT_EQ(result.wanted.client, spa().id);
  EXPECT_EQ(result.wanted.redirect_uri, "https://shop.example/back");
  EXPECT_EQ(result.wanted.scopes, (std::vector<std::string>{"openid", "profile"}));
  EXPECT_EQ(result.wanted.state, "a&b");
  EXPECT_EQ(result.wanted.nonce, "n-0S6");
  EXPECT_EQ(result.wanted.code_challenge, challenge);
  EXPECT_FALSE(result.wanted.silent || result.wanted.ask_login || result.wanted.ask_consent);
}

struct refused_case {
  std::string name, value;
  std::string_view error;
  told where = told::to_the_client;
  std::string_view step = {}; ///< the parameter's own, when left out
};

TEST(authorize_steps, refuse_each_by_its_own_step) {
  constexpr auto page = told::on_a_page;
  const std::string longer_than_any(2049, 'x');
  const auto own = "urn%3Amuniment%3Aproject%3A" + to_string(spa().project);
  const std::vector<refused_case> cases{
      {"client_id", "", "invalid_request", page},
      {"client_id", "shop&client_id=shop", "invalid_request", page},
      {"redirect_uri", "", "invalid_request", page},
      {"redirect_uri", "https://shop.example/back&redirect_uri=https://evil.example",
       "invalid_request", page},
      {"redirect_uri", "https://evil.example/", "invalid_request", page},
      {"redirect_uri", "https://shop.example/back/", "invalid_request", page},
      {"redirect_uri", "https://shop.example/back%2F..%2Fx", "invalid_request", page},
      {"redirect_uri", "https://shop.example/back%3Ffrom%3Dus%26a", "invalid_request", page},
      {"redirect_uri", "HTTPS://shop.example/back", "invalid_request", page},
      {"redirect_uri", "javascript:alert(1)", "invalid_request", page},
      {"state", "a&state=b", "invalid_request", page},
      {"state", longer_than_any, "invalid_request", page},
      {"nonce", "a&nonce=b", "invalid_request", told::to_the_client, "once"},
      {"extra", "a&extra=b", "invalid_request", told::to_the_client, "once"},
      {"request", "eyJ", "request_not_supported"},
      {"request_uri", "https://shop.example/r", "request_uri_not_supported"},
      {"registration", "{}", "registration_not_supported"},
      {"response_type", "", "invalid_request"},
      {"response_type", "token", "unsupported_response_type"},
      {"response_type", "code+id_token", "unsupported_response_type"},
      {"response_type", "none", "unsupported_response_type"},
      {"response_mode", "fragment", "invalid_request"},
      {"response_mode", "form_post", "invalid_request"},
      {"resource", "https://api.example", "invalid_target"},
      {"resource", "urn%3Amuniment%3Aproject%3A" + to_string(uuid::random({9})), "invalid_target"},
      {"resource", own + "&resource=https://api.example", "invalid_target"},
      {"resource", own + "&resource=" + own, "invalid_target"},
      {"resource", own + "&resource=" + own + "&extra=a&extra=b", "invalid_request",
       told::to_the_client, "once"},
      {"scope", "", "invalid_scope"},
      {"scope", "admin:write", "invalid_scope"},
      {"scope", "openid++email", "invalid_scope"},
      {"scope", "openid+%22", "invalid_scope"},
      {"code_challenge", "", "invalid_request", told::to_the_client, "code_challenge_method"},
      {"code_challenge_method", "", "invalid_request"},
      {"code_challenge_method", "plain", "invalid_request"},
      {"code_challenge_method", "s256", "invalid_request"},
      {"code_challenge", "short", "invalid_request"},
      {"code_challenge", std::string(43, '='), "invalid_request"},
      {"nonce", longer_than_any, "invalid_request"},
      {"nonce", "a%0Ab", "invalid_request"},
      {"prompt", "none+login", "invalid_request"},
      {"prompt", "create", "invalid_request"},
      {"max_age", "-1", "invalid_request"},
      {"max_age", "1.5", "invalid_request"},
      {"max_age", "99999999999", "invalid_request"},
  };
  for (const auto& each : cases) {
    const auto result = with(each.name, each.value);
    ASSERT_TRUE(result.refused) << each.name << "=" << each.value;
    EXPECT_EQ(result.refused->step, each.step.empty() ? each.name : each.step) << each.value;
    EXPECT_EQ(result.refused->why.error.view(), each.error) << each.name << "=" << each.value;
    EXPECT_EQ(result.refused->where, each.where) << each.name << "=" << each.value;
  }
}

TEST(authorize_steps, say_which_of_two_causes_it_is) {
  const auto text = [](const std::string& name, const std::string& value) {
    return with(name, value).refused->why.description;
  };
  EXPECT_NE(text("nonce", "a%0Ab"), text("nonce", std::string(2000, 'x')));
  EXPECT_NE(text("scope", ""), text("scope", "openid++email"));
}

TEST(authorize_steps, take_the_one_place_that_tokens_are_for) {
  EXPECT_FALSE(with("resource", "").refused);
  EXPECT_FALSE(with("resource", "urn%3Amuniment%3Aproject%3A" + to_string(spa().project)).refused);
}

TEST(authorize_steps, tell_a_client_only_behind_a_verified_redirect_uri) {
  for (const auto& step : authorization_steps()) {
    EXPECT_FALSE(step.cites.empty()) << step.name;
    if (step.name == "state") break;
    EXPECT_EQ(step.where, told::on_a_page) << step.name;
  }
  for (const auto* name : {"request", "response_type", "scope", "prompt", "max_age"}) {
    auto parameters = lawful();
    parameters[name] = "*";
    const auto result = checked(encoded(parameters));
    ASSERT_TRUE(result.refused) << name;
    EXPECT_EQ(result.wanted.redirect_uri, "https://shop.example/back") << name;
    EXPECT_EQ(result.wanted.state, "a&b") << name;
  }
}

TEST(authorize_steps, take_a_state_of_2048_octets) {
  EXPECT_EQ(with("state", std::string(2048, 's')).wanted.state, std::string(2048, 's'));
}

TEST(authorize_steps, send_no_state_back_that_stood_twice) {
  const auto result = with("state", "a&state=b");
  ASSERT_TRUE(result.refused);
  EXPECT_FALSE(result.wanted.state);
}

TEST(authorize_steps, know_no_unknown_or_deleted_client) {
  EXPECT_EQ(checked(encoded(lawful()), nullptr).refused->step, "known_client");
  auto client = spa();
  client.deleted_at = instant{};
  const auto result = checked(encoded(lawful()), &client);
  EXPECT_EQ(result.refused->step, "known_client");
  EXPECT_EQ(result.refused->where, told::on_a_page);
}

TEST(authorize_steps, ask_the_registration_for_the_grant) {
  auto client = spa();
  client.grant_types = {"client_credentials"};
  const auto result = checked(encoded(lawful()), &client);
  ASSERT_TRUE(result.refused);
  EXPECT_EQ(result.refused->why.error.view(), "unauthorized_client");
}

TEST(authorize_steps, leave_the_port_free_for_native_loopback_only) {
  auto client = spa();
  client.redirect_uris = {"http://127.0.0.1/back"};
  auto parameters = lawful();
  parameters["redirect_uri"] = "http%3A%2F%2F127.0.0.1%3A51004%2Fback";
  EXPECT_EQ(checked(encoded(parameters), &client).refused->step, "redirect_uri");
  client.kind = client::client_type::native;
  const auto result = checked(encoded(parameters), &client);
  ASSERT_FALSE(result.refused);
  EXPECT_EQ(result.wanted.redirect_uri, "http://127.0.0.1:51004/back");
}

TEST(authorize_steps, pass_over_what_they_do_not_know) {
  for (const auto& [name, value] :
       std::map<std::string, std::string>{{"extra", "foobar"},
                                          {"display", "popup"},
                                          {"ui_locales", "de"},
                                          {"acr_values", "1"},
                                          {"claims", "{}"},
                                          {"claims_locales", "de"},
                                          {"response_mode", "query"},
                                          {"login_hint", std::string(2000, 'x')}})
    EXPECT_FALSE(with(name, value).refused) << name;
}

TEST(authorize_steps, give_a_client_of_what_it_asks_what_it_may_have) {
  EXPECT_EQ(with("scope", "email+unknown+openid+orders+email").wanted.scopes,
            (std::vector<std::string>{"email", "openid"}));
  auto client = spa();
  client.scopes = {"openid"};
  EXPECT_EQ(checked(encoded(lawful()), &client).wanted.scopes,
            (std::vector<std::string>{"openid"}));
}

TEST(authorize_steps, let_a_client_that_may_ask_for_administration) {
  auto client = spa();
  client.scopes = {"openid", "admin:read"};
  auto asked = lawful();
  for (auto& [name, value] : asked)
    if (name == "scope") value = "openid+admin:read+admin:write";
  EXPECT_EQ(checked(encoded(asked), &client).wanted.scopes,
            (std::vector<std::string>{"openid", "admin:read"}));
}

TEST(authorize_steps, need_no_openid_scope_and_no_nonce) {
  EXPECT_FALSE(with("scope", "email").refused);
  EXPECT_FALSE(with("nonce", "").refused);
}

TEST(authorize_steps, read_what_the_user_is_to_be_asked) {
  EXPECT_TRUE(with("prompt", "none").wanted.silent);
  const auto both = with("prompt", "login+consent").wanted;
  EXPECT_TRUE(both.ask_login && both.ask_consent && !both.silent);
  const auto choice = with("prompt", "select_account").wanted;
  EXPECT_TRUE(choice.ask_account && !choice.ask_login);
  EXPECT_EQ(with("max_age", "0").wanted.max_age, 0U);
  EXPECT_EQ(with("max_age", "10000").wanted.max_age, 10000U);
  EXPECT_EQ(with("login_hint", "ada%40shop.example").wanted.login_hint, "ada@shop.example");
}

TEST(authorize_steps, name_the_client_before_all_else) {
  EXPECT_EQ(named_client(*http::form::parse("a=b&client_id=shop")), "shop");
  EXPECT_FALSE(named_client(*http::form::parse("client_id=a&client_id=b")));
  EXPECT_FALSE(named_client(*http::form::parse("a=b")));
}

TEST(authorize_steps, let_those_refresh_who_are_registered_for_it) {
  auto client = spa();
  const auto scopes = [&](const std::string& asked) {
    auto parameters = lawful();
    parameters["scope"] = asked;
    return checked(encoded(parameters), &client).wanted.scopes;
  };
  using words = std::vector<std::string>;
  EXPECT_EQ(scopes("openid+offline_access"), words{"openid"});
  client.scopes.emplace_back("offline_access");
  EXPECT_EQ(scopes("openid+offline_access"), words{"openid"}) << "not registered to refresh";
  client.grant_types.emplace_back("refresh_token");
  EXPECT_EQ(scopes("openid+offline_access"), (words{"openid", "offline_access"}));
  EXPECT_EQ(scopes("openid"), words{"openid"}) << "not asked for";
}

TEST(authorize_steps, take_every_display_there_is_and_pass_over_what_only_hints) {
  for (const auto* display : {"page", "popup", "touch", "wap", ""})
    EXPECT_FALSE(with("display", display).refused) << display;
  ASSERT_TRUE(with("display", "hologram").refused);
  EXPECT_EQ(with("display", "hologram").refused->step, "display");
  for (const auto* hint : {"ui_locales", "claims_locales", "acr_values", "extra"})
    EXPECT_FALSE(with(hint, "fr-CA+x+%C3%A9").refused) << hint;
}

}
}
