// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/api.hpp"

#include "ops/cli/usage_error.hpp"
#include "tests/support/scripted_server.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace muniment::cli {
namespace {

reply_failure failure(long status, const std::string& body) {
  return failure_of({status, body, {}});
}

TEST(api, tells_what_a_problem_says_and_how_to_mend_it) {
  const auto told = failure(422, R"({"type":"urn:x","title":"A value is not acceptable.",)"
                                 R"("status":422,"detail":"It is missing.","member":"slug"})");
  EXPECT_EQ(told.message, "A value is not acceptable (slug)");
  EXPECT_EQ(told.hint, "It is missing.");
}

TEST(api, tells_what_an_oauth_error_says) {
  const auto told =
      failure(401, R"({"error":"invalid_client","error_description":"Nobody knows it."})");
  EXPECT_EQ(told.message, "Nobody knows it");
  EXPECT_FALSE(told.hint.empty());
}

TEST(api, tells_at_least_the_status) {
  for (const auto* body : {"", "<html>", "[]", "{}"})
    EXPECT_EQ(failure(502, body).message, "the server answered with status 502") << body;
}

TEST(api, wants_a_workspace_named) {
  EXPECT_THROW(api::workspace({"/nowhere", "", false}), usage_error);
}

TEST(api, makes_one_segment_of_any_text) { EXPECT_EQ(segment("../a/b"), "..%2Fa%2Fb"); }

using scripted_server = test::scripted_server;

TEST_F(scripted_server, is_asked_again_when_busy_but_never_to_do_something) {
  answers("GET /admin/users", 503, "{}");
  answers("GET /admin/users", 200, R"({"items":[]})");
  answers("POST /admin/users", 503, R"({"title":"The server is busy."})");
  auto at = api::workspace(to("acme"));
  EXPECT_EQ(at.get("/admin/users"), boost::json::parse(R"({"items":[]})"));
  EXPECT_EQ(count("GET /admin/users"), 2);
  EXPECT_EQ(why([&] { at.post("/admin/users"); }), "The server is busy");
  EXPECT_EQ(count("POST /admin/users"), 1);
}

TEST_F(scripted_server, gives_a_new_token_once_when_the_old_one_is_over) {
  answers("GET /admin/keys", 401, "{}");
  answers("GET /admin/keys", 200, "{}");
  answers("GET /admin/users", 401, R"({"title":"A token for this API is needed."})");
  auto at = api::workspace(to("acme"));
  at.get("/admin/keys");
  EXPECT_EQ(count("POST /control/token"), 2);
  EXPECT_EQ(why([&] { at.get("/admin/users"); }), "A token for this API is needed");
  EXPECT_EQ(count("GET /admin/users"), 2);
}

TEST_F(scripted_server, that_is_away_while_tokens_are_got_is_asked_for_them_again) {
  answers("POST /control/token", 502, "<html>");
  answers("POST /control/token", 200, R"({"access_token":"t","issuer":")" + origin() + R"("})");
  answers("GET /admin/users", 200, R"({"items":[]})");
  auto at = api::workspace(to("acme"));
  EXPECT_THROW(at.get("/admin/users"), server_away);
  EXPECT_EQ(count("GET /admin/users"), 0);
  at.get("/admin/users");
  EXPECT_EQ(count("POST /control/token"), 2) << "the operator's own token is not the workspace's";
}

TEST_F(scripted_server, that_knows_the_credential_no_longer_is_told_apart_from_what_was_asked) {
  answers("POST /oauth/v2/token", 401,
          R"({"error":"invalid_client","error_description":"The client is unknown."})");
  auto at = api::workspace(to("acme"));
  EXPECT_EQ(why([&] { at.get("/admin/clients/shop"); }),
            "the operator's credential opens nothing: its client o is gone, or has another secret");
  EXPECT_EQ(count("POST /oauth/v2/token"), 1);
}

TEST_F(scripted_server, may_say_what_nobody_expects) {
  answers("GET /text", 200, "<html>");
  answers("GET /items", 200, R"({"items":7})");
  answers("GET /numbers", 200, R"({"items":[7]})");
  answers("GET /circle", 200, R"({"items":[{}],"next":"a"})");
  auto at = api::control(to());
  const auto all = [&](const char* path) {
    return [&at, path] { at.each_item(path, {}, SIZE_MAX, [](const auto&) {}); };
  };
  for (const auto* path : {"/text", "/items", "/numbers", "/circle"})
    EXPECT_EQ(why(all(path)), unexpected) << path;
  EXPECT_EQ(count("GET /circle"), 2);
  answers("GET /keys", 200, R"({"keys":[{"n":1}],"next":"1"})");
  answers("GET /keys", 200, R"({"keys":[{"n":2}]})");
  std::vector<boost::json::object> keys;
  at.each_item(
      "/keys", {}, SIZE_MAX, [&](const auto& key) { keys.push_back(key); }, {}, "keys");
  EXPECT_EQ(keys.size(), 2U);
  EXPECT_THROW(object_in({{"result", 7}}, "result"), storage::startup_error);
  answers("POST /oauth/v2/token", 200, "{}");
  auto tokenless = api::control(to());
  EXPECT_EQ(why([&] { tokenless.get("/items"); }), unexpected);
}

TEST_F(scripted_server, is_not_followed_elsewhere_and_may_not_say_too_much) {
  answers("GET /moved", 302, "", {{"Location", origin() + "/there"}});
  answers("GET /long", 200, std::string(17U << 20U, ' '));
  auto at = api::control(to());
  EXPECT_EQ(why([&] { at.get("/moved"); }), "the server answered with status 302");
  EXPECT_EQ(count("GET /there"), 0);
  EXPECT_EQ(why([&] { at.get("/long"); }), "the answer of " + origin() + " is too large");
}

TEST_F(scripted_server, is_trusted_for_its_certificate_only) {
  test::write_certificate("muniment.localhost", world.certificate(), world.key());
  auto at = api::control(to());
  const auto told = why([&] { at.get("/items"); });
  EXPECT_TRUE(told.starts_with("the certificate of " + origin() + " is not trusted: ")) << told;
  EXPECT_EQ(count("POST /oauth/v2/token"), 0);
}

TEST_F(scripted_server, whose_certificate_is_over_is_told_so) {
  using std::chrono::hours;
  test::write_certificate(
      {.common_name = "muniment.localhost", .begins = -hours{2}, .ends = -hours{1}},
      {world.certificate(), world.key()});
  EXPECT_FALSE(world.tls->reload());
  auto at = api::control(to());
  const auto told = why([&] { at.get("/items"); });
  EXPECT_TRUE(told.ends_with("certificate has expired")) << told;
}

TEST_F(scripted_server, is_waited_for_no_longer_than_wished) {
  auto at = api::control(to());
  at.give_up_when([] { return true; });
  EXPECT_THROW(at.get("/items"), given_up);
}

}
}
