// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/consent.hpp"

#include "tests/support/oidc_world.hpp"

namespace muniment::oidc {
namespace {

using namespace test;

const http::field_line own_origin{"Origin", "https://demo.example:8443"};

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
  const auto reply = ada.answer("allow", {own_origin, ada.cookie});
  EXPECT_NE(parameter(field(reply, "Location"), "code"), "");
  ASSERT_EQ(ada.world.door.wishes.size(), 2U);
  EXPECT_EQ(ada.world.door.wishes[0].category, "consent");
  const auto given = std::get<consent::give>(ada.world.wished<consent::noun>()[0]);
  EXPECT_EQ(given.user, ada.world.ada);
  EXPECT_EQ(given.client, ada.world.shop);
  EXPECT_EQ(given.scopes, (std::vector<std::string>{"openid", "email"}));
}

TEST(consent, is_not_given_where_it_is_denied) {
  asked_user ada;
  const auto to = field(ada.answer("deny", {own_origin, ada.cookie}), "Location");
  EXPECT_EQ(parameter(to, "error"), "access_denied");
  EXPECT_EQ(parameter(to, "state"), "abc");
  EXPECT_TRUE(ada.world.door.wishes.empty());
}

TEST(consent, is_taken_from_its_own_page_and_session_only) {
  asked_user ada;
  EXPECT_EQ(ada.answer("allow", {ada.cookie}).status, 403);
  EXPECT_EQ(ada.answer("allow", {{"Origin", "https://evil.example"}, ada.cookie}).status, 403);
  EXPECT_EQ(ada.answer("allow", {own_origin}).status, 403);
  EXPECT_EQ(ada.answer("", {own_origin, ada.cookie}).status, 403);
  EXPECT_TRUE(ada.world.door.wishes.empty());
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

}
}
