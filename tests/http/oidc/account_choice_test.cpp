// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/account_choice.hpp"

#include "tests/support/login_visitor.hpp"

namespace muniment::oidc {
namespace {

using namespace test;

struct chooser {
  oidc_world world;
  http::field_line cookie = world.sign_in();
  http::response page =
      world.get("/oauth/v2/authorize", lawful_request("&prompt=select_account"), {cookie});

  http::response answer(const std::string& account, std::vector<http::field_line> fields) {
    const auto request = between(page.body, "name=\"request\" value=\"", "\"");
    const auto token = between(page.body, "name=\"token\" value=\"", "\"");
    return world.post("/select-account",
                      "request=" + request + "&token=" + token + "&account=" + account,
                      std::move(fields));
  }
};

TEST(account_choice, is_between_who_is_signed_in_and_anybody_else) {
  chooser at;
  EXPECT_EQ(at.page.status, 200);
  EXPECT_NE(at.page.body.find("Continue as Ada"), std::string::npos);
  EXPECT_NE(at.page.body.find("The Shop"), std::string::npos);
  EXPECT_TRUE(field(at.page, "Content-Security-Policy").ends_with("form-action 'self'"));
  const auto same = at.answer("this", {own_origin, at.cookie});
  EXPECT_EQ(same.status, 200) << "browsers would hold a redirect to the form's policy";
  EXPECT_NE(parameter(leads_to(same), "code"), "");
  const auto other = at.answer("other", {own_origin, at.cookie});
  EXPECT_TRUE(field(other, "Location").starts_with("/login?request="));
}

TEST(account_choice, is_none_where_nobody_is_signed_in) {
  oidc_world world;
  const auto reply = world.get("/oauth/v2/authorize", lawful_request("&prompt=select_account"));
  EXPECT_TRUE(field(reply, "Location").starts_with("/login?request="));
}

TEST(account_choice, is_all_that_a_native_client_waits_for) {
  chooser at;
  at.world.make_native();
  at.page = at.world.get("/oauth/v2/authorize", native_request(), {at.cookie});
  const auto same = at.answer("this", {own_origin, at.cookie});
  EXPECT_TRUE(leads_to(same).starts_with("com.example.app:/back?code=")) << same.body;
}

TEST(account_choice, is_not_asked_again_after_the_consent_that_follows) {
  chooser at;
  at.world.change_client([](clients::row& row) { row.third_party = true; });
  const auto page = at.answer("this", {own_origin, at.cookie});
  EXPECT_NE(page.body.find("Allow access?"), std::string::npos) << page.body;
  const auto allowed =
      at.world.post("/consent",
                    "request=" + between(page.body, "name=\"request\" value=\"", "\"") + "&token=" +
                        between(page.body, "name=\"token\" value=\"", "\"") + "&decision=allow",
                    {own_origin, at.cookie});
  EXPECT_NE(parameter(leads_to(allowed), "code"), "");
}

TEST(account_choice, of_another_one_counts_once_they_signed_in) {
  chooser at;
  const auto other = at.answer("other", {own_origin, at.cookie});
  const auto early = at.world.get("/oauth/v2/authorize/resume", query_of(other), {at.cookie});
  EXPECT_NE(early.body.find("Continue as Ada"), std::string::npos) << "nobody signed in yet";
  visitor somebody(at.world, other);
  somebody.cookie.value += "; " + at.cookie.value;
  const auto page = follow_login(at.world, somebody.type("ada", "right"));
  EXPECT_NE(parameter(leads_to(page), "code"), "") << page.body;
}

/// Of somebody who signed in after the request began, for something else.
TEST(account_choice, is_no_login_that_a_request_wants_for_itself) {
  for (const auto* more : {"&prompt=login", "&max_age=0"}) {
    chooser at;
    const auto begun = at.world.get("/oauth/v2/authorize", lawful_request(more));
    const auto token = between(at.page.body, "name=\"token\" value=\"", "\"");
    const auto reply =
        at.world.post("/select-account", query_of(begun) + "&token=" + token + "&account=this",
                      {own_origin, at.cookie});
    EXPECT_TRUE(field(reply, "Location").starts_with("/login?request=")) << more << reply.body;
    EXPECT_TRUE(at.world.door.wishes.empty()) << more;
  }
}

TEST(account_choice, is_taken_from_its_own_page_and_session_only) {
  chooser at;
  EXPECT_EQ(at.answer("this", {at.cookie}).status, 403);
  EXPECT_EQ(at.answer("this", {{"Origin", "https://evil.example"}, at.cookie}).status, 403);
  EXPECT_EQ(at.answer("this", {own_origin}).status, 403);
  EXPECT_TRUE(at.world.door.wishes.empty());
}

}
}
