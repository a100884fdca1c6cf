// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/userinfo.hpp"

#include "http/oidc/claims.hpp"
#include "tests/support/oidc_world.hpp"

namespace muniment::oidc {
namespace {

using namespace test;
using namespace std::chrono_literals;

constexpr auto userinfo_endpoint = "/oauth/v2/userinfo";

/// A client with an access token.
struct bearer {
  oidc_world world;
  grants::row grant;

  explicit bearer(std::vector<std::string> scopes = {"openid", "email"}) {
    world.sign_in();
    grant.id = uuid::random({40});
    grant.user = world.ada;
    grant.client = world.shop;
    grant.session = world.door.sessions_known.begin()->first;
    grant.scopes = std::move(scopes);
    grant.phase = grants::phase::redeemed;
    grant.expires_at = world.door.clock + 24h;
    keep();
  }

  void keep() { world.door.grants_known[grant.id] = std::make_shared<grants::row>(grant); }

  std::string token(std::string_view type = access_token_type) const {
    return token_for(world.door.clients_known.at(world.shop)->project, type);
  }
  std::string token_for(const uuid& project, std::string_view type = access_token_type) const {
    const token_facts facts{world.door.who.issuer,  "shop", project, "token-1", world.door.clock,
                            world.door.clock + 600s};
    return scripted_door::signed_text("key-1", type, access_token_claims(facts, grant));
  }

  http::response ask() { return ask(token()); }
  http::response ask(const std::string& with) {
    return world.get(userinfo_endpoint, "", {{"Authorization", "Bearer " + with}});
  }
};

TEST(userinfo, tells_what_the_scopes_allow) {
  bearer at;
  const auto reply = at.ask();
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(field(reply, "Cache-Control"), "no-store");
  EXPECT_EQ(reply.body, "{\"sub\":\"" + to_string(at.world.ada) +
                            "\",\"email\":\"ada@shop.example\",\"email_verified\":true}");
}

TEST(userinfo, takes_the_token_by_post_too) {
  bearer at;
  EXPECT_EQ(at.world.post(userinfo_endpoint, "access_token=" + at.token()).status, 200);
  EXPECT_EQ(
      at.world.post(userinfo_endpoint, "", {{"Authorization", "Bearer " + at.token()}}).status,
      200);
}

void expect_invalid(const http::response& reply) {
  EXPECT_EQ(reply.status, 401) << reply.body;
  EXPECT_NE(field(reply, "WWW-Authenticate").find("error=\"invalid_token\""), std::string::npos);
}

TEST(userinfo, refuses_what_is_no_token_or_none) {
  bearer at;
  const auto none = at.world.get(userinfo_endpoint, "");
  EXPECT_EQ(none.status, 401);
  EXPECT_EQ(field(none, "WWW-Authenticate"), "Bearer realm=\"https://demo.example:8443\"");
  expect_invalid(at.ask("made-up"));
  expect_invalid(at.ask(at.token(id_token_type)));
}

TEST(userinfo, refuses_a_token_whose_ground_is_gone) {
  bearer over, replayed, unredeemed, ended, disabled, erased, deleted, foreign;
  const auto token = over.token();
  over.world.door.clock += 600s;
  expect_invalid(over.ask(token));
  replayed.grant.phase = grants::phase::ended;
  replayed.keep();
  expect_invalid(replayed.ask());
  unredeemed.grant.phase = grants::phase::code_issued;
  unredeemed.keep();
  expect_invalid(unredeemed.ask());
  auto& session = ended.world.door.sessions_known.begin()->second;
  auto copy = *session;
  copy.ended_at = ended.world.door.clock;
  session = std::make_shared<sessions::row>(copy);
  expect_invalid(ended.ask());
  disabled.world.door.people[disabled.world.ada].phase = users::phase::disabled;
  expect_invalid(disabled.ask());
  erased.world.door.people.clear();
  expect_invalid(erased.ask());
  deleted.world.change_client([&](clients::row& row) { row.deleted_at = instant{}; });
  expect_invalid(deleted.ask());
  const auto elsewhere = foreign.token();
  foreign.world.door.who.issuer = "https://other.example";
  expect_invalid(foreign.ask(elsewhere));
}

TEST(userinfo, refuses_a_token_that_is_for_another_place) {
  bearer at;
  expect_invalid(at.ask(at.token_for(uuid::random({99}))));
}

TEST(userinfo, lets_a_client_work_while_the_user_is_away) {
  bearer at({"openid", "offline_access"});
  auto& session = at.world.door.sessions_known.begin()->second;
  auto copy = *session;
  copy.expires_at = at.world.door.clock;
  session = std::make_shared<sessions::row>(copy);
  EXPECT_EQ(at.ask().status, 200) << "the session ran out";
  copy.ended_at = at.world.door.clock;
  copy.ended_for = session::session_end::logout;
  session = std::make_shared<sessions::row>(copy);
  expect_invalid(at.ask());
}

TEST(userinfo, tells_scripts_of_clients_why_not) {
  bearer at;
  const auto asked = [&](const std::string& origin) {
    return at.world.get(userinfo_endpoint, "", {{"Authorization", "Bearer x"}, {"Origin", origin}});
  };
  EXPECT_EQ(field(asked("https://shop.example"), "Access-Control-Allow-Origin"),
            "https://shop.example");
  EXPECT_EQ(field(asked("https://evil.example"), "Access-Control-Allow-Origin"), "");
}

TEST(userinfo, needs_the_scope_openid) {
  bearer at({"email"});
  const auto reply = at.ask();
  EXPECT_EQ(reply.status, 403);
  EXPECT_NE(field(reply, "WWW-Authenticate").find("insufficient_scope"), std::string::npos);
}

TEST(userinfo, answers_scripts_of_the_clients_origins) {
  bearer at;
  const auto reply =
      at.world.get(userinfo_endpoint, "",
                   {{"Authorization", "Bearer " + at.token()}, {"Origin", "https://shop.example"}});
  EXPECT_EQ(field(reply, "Access-Control-Allow-Origin"), "https://shop.example");
}

}
}
