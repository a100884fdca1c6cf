// SPDX-License-Identifier: Apache-2.0
#include "http/admin/endpoints.hpp"

#include "tests/support/browser.hpp"

namespace muniment::http {
namespace {

using test::admin_world;
using test::browser;

class consents_endpoints : public test::admin_tests {
protected:
  consents_endpoints() {
    auto wanted = browser::shop();
    wanted.third_party = true;
    at.enter_client("acme", wanted);
  }

  /// A token that somebody allowed on the consent page.
  static std::string allowed(browser& theirs, const std::string& name) {
    const auto logged_in = theirs.log_in(name, "right-horse-battery", "openid");
    const auto page = theirs.get(test::field(logged_in, "Location"));
    const auto answer =
        theirs.post("/consent", "request=" + browser::hidden(page, "request") +
                                    "&token=" + browser::hidden(page, "token") + "&decision=allow");
    const auto reply = theirs.redeem(theirs.code(answer));
    EXPECT_EQ(reply.status, 200) << page.body << answer.body << reply.body;
    return "Bearer " + admin_world::text(reply, "access_token");
  }

  template <decider Noun, class Wish>
  void decided(const uuid& stream, const Wish& wish) {
    auto envelope = wish_of<Noun>(stream, wish, test::node_world::nobody(), at.acme->now());
    const auto reply = at.world.finish(at.acme->decide(std::move(envelope)));
    ASSERT_EQ(reply.verdict, command_verdict::accepted) << reply.why;
  }

  /// A grant of hers for some other client.
  void granted_elsewhere() {
    muniment::grant::issue_code wish;
    wish.user = *read_user_id(ada);
    wish.client = random_id();
    wish.session = random_id();
    wish.code_digest = bytes(32, 1);
    wish.redirect_uri = "https://other.example/back";
    wish.scopes = {"openid"};
    wish.code_challenge = std::string(43, 'c');
    wish.authenticated_at = wish.now = at.acme->now();
    wish.methods = {"pwd"};
    wish.code_expires_at = wish.now + std::chrono::seconds{60};
    wish.expires_at = wish.now + std::chrono::hours{1};
    decided<muniment::grant::noun>(traffic_id(wish.now), wish);
  }

  std::string ada = made_user("ada");
};

TEST_F(consents_endpoints, show_what_people_allowed) {
  browser theirs{at};
  allowed(theirs, "ada");
  const auto all = items(get("/admin/consents"));
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].at("user").as_string(), ada.c_str());
  EXPECT_EQ(all[0].at("user_name"), "ada");
  EXPECT_EQ(all[0].at("client_id"), "shop");
  EXPECT_EQ(all[0].at("scopes"), boost::json::array({"openid"}));
  EXPECT_TRUE(all[0].at("withdrawn_at").is_null());
  EXPECT_EQ(items(get("/admin/consents?client_id=shop&user=" + ada)).size(), 1U);
  EXPECT_EQ(items(get("/admin/consents?client_id=other")).size(), 0U);
  EXPECT_EQ(items(get("/admin/consents?user=" + made_user("bob"))).size(), 0U);
}

TEST_F(consents_endpoints, take_one_back_with_what_was_given_under_it) {
  browser theirs{at}, others{at};
  const auto bearer = allowed(theirs, "ada");
  made_user("bob");
  const auto untouched = allowed(others, "bob");
  const auto id = std::string{items(get("/admin/consents?user=" + ada))[0].at("id").as_string()};
  const auto revoked = admin_world::json(post("/admin/consents/" + id + "/revoke"));
  EXPECT_EQ(revoked.at("grants_ended"), 1);
  EXPECT_FALSE(revoked.at("withdrawn_at").is_null());
  EXPECT_EQ(theirs.userinfo(bearer), 401);
  EXPECT_TRUE(theirs.signed_in()) << "a consent is no session";
  EXPECT_EQ(others.userinfo(untouched), 200);
  const auto types = audited("subject=" + ada);
  EXPECT_EQ(count(types, "consent.withdrawn"), 1U);
  EXPECT_EQ(count(types, "grant.ended"), 1U);
  EXPECT_EQ(post("/admin/consents/" + id + "/revoke").status, 200);
  EXPECT_EQ(post("/admin/consents/nothing/revoke").status, 404);
  EXPECT_EQ(post("/admin/consents/" + to_string(uuid::random({9})) + "/revoke").status, 404);
}

/// A withdrawal whose server was killed after the event, before any grant was ended.
TEST_F(consents_endpoints, given_anew_revive_nothing_that_was_allowed_before) {
  for (int others = 0; others < 101; ++others)
    granted_elsewhere();
  browser before{at}, since{at};
  const auto old = allowed(before, "ada");
  const auto id = std::string{items(get("/admin/consents"))[0].at("id").as_string()};
  decided<consent::noun>(*uuid::parse(id), consent::withdraw{});
  EXPECT_EQ(before.userinfo(old), 401);
  const auto young = allowed(since, "ada");
  EXPECT_EQ(since.userinfo(young), 200);
  EXPECT_EQ(before.userinfo(old), 401) << "it came back";
  EXPECT_TRUE(items(get("/admin/consents"))[0].at("withdrawn_at").is_null());
}

}
}
