// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/consent.hpp"

#include "http/oidc/consent_scopes.hpp"
#include "http/oidc/refusal_stream.hpp"
#include "tests/support/oidc_world.hpp"

namespace muniment::oidc {
namespace {

using namespace test;

struct asked_user {
  oidc_world world;
  http::field_line cookie = world.sign_in();
  http::response page;

  asked_user() {
    world.change_client([](clients::row& row) { row.third_party = true; });
    page = world.get("/oauth/v2/authorize", lawful_request(), {cookie});
  }

  http::response answer(const std::string& decision, std::vector<http::field_line> fields) {
    const auto request = between(page.body, "name=\"request\" value=\"", "\"");
    const auto token = between(page.body, "name=\"token\" value=\"", "\"");
    return world.post("/consent",
                      "request=" + request + "&token=" + token + "&decision=" + decision,
                      std::move(fields));
  }
};

TEST(consent, is_asked_for_a_third_party) {
  asked_user ada;
  EXPECT_EQ(ada.page.status, 200);
  EXPECT_NE(ada.page.body.find("The Shop"), std::string::npos);
  EXPECT_NE(ada.page.body.find("see your e-mail address"), std::string::npos);
  EXPECT_TRUE(ada.world.door.wishes.empty());
}

TEST(consent, is_recorded_before_the_code_leaves) {
  asked_user ada;
  EXPECT_TRUE(field(ada.page, "Content-Security-Policy").ends_with("form-action 'self'"));
  const auto reply = ada.answer("allow", {own_origin, ada.cookie});
  EXPECT_EQ(reply.status, 200) << "browsers would hold a redirect to the form's policy";
  EXPECT_EQ(field(reply, "Cache-Control"), "no-store");
  EXPECT_NE(parameter(leads_to(reply), "code"), "");
  ASSERT_EQ(ada.world.door.wishes.size(), 2U);
  EXPECT_EQ(ada.world.door.wishes[0].category, "consent");
  const auto given = std::get<consent::give>(ada.world.wished<consent::noun>()[0]);
  EXPECT_EQ(given.user, ada.world.ada);
  EXPECT_EQ(given.client, ada.world.shop);
  EXPECT_EQ(given.scopes, (std::vector<std::string>{"openid", "email"}));
}

TEST(consent, is_not_given_where_it_is_denied) {
  asked_user ada;
  const auto reply = ada.answer("deny", {own_origin, ada.cookie});
  EXPECT_EQ(reply.status, 200) << "browsers would hold a redirect to the form's policy";
  const auto to = leads_to(reply);
  EXPECT_EQ(parameter(to, "error"), "access_denied");
  EXPECT_EQ(parameter(to, "state"), "abc");
  EXPECT_TRUE(ada.world.wished<consent::noun>().empty());
}

TEST(consent, that_is_denied_is_recorded_for_the_account) {
  asked_user ada;
  ada.answer("deny", {own_origin, ada.cookie});
  const auto& door = ada.world.door;
  ASSERT_EQ(door.wishes.size(), 1U);
  const auto told = std::get<refusal::record>(ada.world.wished<refusal::noun>().at(0));
  EXPECT_EQ(told.code, "consent_denied");
  EXPECT_EQ(told.client, ada.world.shop);
  const auto subject =
      refusal_subject(refused_party::account, to_string(ada.world.ada), door.clock);
  const auto digest = crypto::sha256(as_bytes("refusal " + subject));
  EXPECT_EQ(door.wishes[0].stream, refusal_stream(digest, door.clock));
}

TEST(consent, is_taken_from_its_own_page_and_session_only) {
  asked_user ada;
  EXPECT_EQ(ada.answer("allow", {ada.cookie}).status, 403);
  EXPECT_EQ(ada.answer("allow", {{"Origin", "https://evil.example"}, ada.cookie}).status, 403);
  EXPECT_EQ(ada.answer("allow", {own_origin}).status, 403);
  EXPECT_EQ(ada.answer("", {own_origin, ada.cookie}).status, 403);
  EXPECT_TRUE(ada.world.door.wishes.empty());
}

TEST(consent, that_says_two_things_is_not_taken) {
  for (const auto* decisions : {"deny&decision=allow", "allow&decision=deny"}) {
    asked_user ada;
    EXPECT_EQ(ada.answer(decisions, {own_origin, ada.cookie}).status, 403) << decisions;
    EXPECT_TRUE(ada.world.door.wishes.empty());
  }
}

TEST(consent, cannot_be_asked_in_silence) {
  oidc_world world;
  world.change_client([](clients::row& row) { row.third_party = true; });
  const auto reply =
      world.get("/oauth/v2/authorize", lawful_request("&prompt=none"), {world.sign_in()});
  EXPECT_EQ(parameter(field(reply, "Location"), "error"), "consent_required");
}

TEST(consent, is_asked_of_a_first_party_that_wants_it) {
  oidc_world world;
  const auto reply =
      world.get("/oauth/v2/authorize", lawful_request("&prompt=consent"), {world.sign_in()});
  EXPECT_EQ(reply.status, 200);
}

struct third_party {
  oidc_world world;
  http::field_line cookie = world.sign_in();
  uuid stream = consent_stream(world.ada, world.shop);

  third_party() {
    world.change_client([](clients::row& row) { row.third_party = true; });
  }

  void allow(std::vector<std::string> scopes) {
    consents::row row;
    row.id = stream;
    row.scopes = std::move(scopes);
    world.door.consents_known[stream] = std::make_shared<consents::row>(row);
  }
  void withdraw() {
    consents::row row;
    row.id = stream;
    row.withdrawn_at = world.door.clock;
    world.door.consents_known[stream] = std::make_shared<consents::row>(row);
  }

  http::response ask(const std::string& more = "") {
    return world.get("/oauth/v2/authorize", lawful_request(more), {cookie});
  }
  bool gives_code(const std::string& more = "") {
    return !parameter(field(ask(more), "Location"), "code").empty();
  }
};

TEST(consent, that_stands_for_all_scopes_is_not_asked_again) {
  third_party at;
  EXPECT_FALSE(at.gives_code());
  at.allow({"email"});
  EXPECT_FALSE(at.gives_code());
  at.allow({"email", "openid", "profile"});
  EXPECT_TRUE(at.gives_code());
  EXPECT_TRUE(at.gives_code("&prompt=none"));
}

TEST(consent, is_asked_again_where_the_client_wants_it) {
  third_party at;
  at.allow({"email", "openid"});
  EXPECT_EQ(at.ask("&prompt=consent").status, 200);
}

TEST(consent, that_was_taken_back_is_asked_again) {
  third_party at;
  at.withdraw();
  EXPECT_FALSE(at.gives_code());
  EXPECT_EQ(parameter(field(at.ask("&prompt=none"), "Location"), "error"), "consent_required");
}

http::response allow_on(third_party& at, const http::response& page) {
  const auto request = between(page.body, "name=\"request\" value=\"", "\"");
  const auto token = between(page.body, "name=\"token\" value=\"", "\"");
  return at.world.post("/consent", "request=" + request + "&token=" + token + "&decision=allow",
                       {own_origin, at.cookie});
}

TEST(consent, for_more_keeps_what_was_allowed_before) {
  third_party at;
  at.allow({"openid", "profile"});
  allow_on(at, at.ask());
  EXPECT_EQ(std::get<consent::give>(at.world.wished<consent::noun>()[0]).scopes,
            (std::vector<std::string>{"openid", "email", "profile"}));
}

TEST(consent, says_that_a_client_wants_to_work_while_the_user_is_away) {
  third_party at;
  at.world.change_client([](clients::row& row) {
    row.grant_types.emplace_back("refresh_token");
    row.scopes.emplace_back("offline_access");
  });
  at.allow({"openid", "email"});
  auto asked = lawful_request();
  asked.replace(asked.find("openid+email"), 12, "openid+email+offline_access");
  const auto page = at.world.get("/oauth/v2/authorize", asked, {at.cookie});
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("keep this access while you are away"), std::string::npos);
}

/// Of somebody who signed in after the request began, for something else.
TEST(consent, is_no_login_that_a_request_wants_for_itself) {
  for (const auto* more : {"&prompt=login", "&max_age=0"}) {
    third_party at;
    const auto begun = at.world.get("/oauth/v2/authorize", lawful_request(more));
    const auto to = field(begun, "Location");
    const auto token = between(at.ask().body, "name=\"token\" value=\"", "\"");
    const auto reply = at.world.post(
        "/consent", to.substr(to.find('?') + 1) + "&token=" + token + "&decision=allow",
        {own_origin, at.cookie});
    EXPECT_TRUE(field(reply, "Location").starts_with("/login?request=")) << more << reply.body;
    EXPECT_TRUE(at.world.door.wishes.empty()) << more;
  }
}

TEST(consent, answers_for_a_native_client_whenever_it_is_given) {
  third_party at;
  at.world.make_native();
  const auto ask = [&] {
    return at.world.get("/oauth/v2/authorize", native_request(), {at.cookie});
  };
  EXPECT_TRUE(leads_to(allow_on(at, ask())).starts_with("com.example.app:/back?code="));
  at.allow({"openid", "email"});
  EXPECT_NE(ask().body.find("Continue as Ada"), std::string::npos)
      << "what was allowed before tells nothing of who asks now";
}

}
}
