// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/routes.hpp"

#include "http/oidc/authorization_request.hpp"
#include "http/oidc/metadata.hpp"
#include "http/server/form.hpp"
#include "http/server/router.hpp"
#include "http/server/server_limits.hpp"
#include "http/server/uri.hpp"
#include "tests/support/flow_world.hpp"
#include "tests/support/oidc_world.hpp"

/// The code flow from end to end over a real workspace: actors, journal, keys and PostgreSQL.
namespace muniment::oidc {
namespace {

using namespace test;

class code_flow : public testing::Test, protected flow_world {};

/// The endpoints behind their router, at demo.example, and somebody who is signed in there.
struct routed_browser {
  oidc_world world;
  http::field_line cookie = world.sign_in();

  http::response ask(const std::string& method, std::string_view path, const std::string& query) {
    const std::shared_ptr<http::workspace_door> door{std::shared_ptr<void>{}, &world.door};
    http::routing table{
        *http::host_router::make({.base_domain = "example"}),
        [door](std::string) -> http::asio::awaitable<std::shared_ptr<http::workspace_door>> {
          co_return door;
        },
        world.table()};
    auto asked = std::make_shared<http::request>();
    asked->method = method;
    asked->path = path;
    asked->query = query;
    asked->fields = {{"Host", "demo.example"}, cookie};
    asked->deadline = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    const auto answer = http::make_router(std::move(table));
    return finished(answer(std::move(asked)));
  }
};

/// Of characters that an address holds only escaped, three for each octet.
std::string worst_state() {
  constexpr std::string_view some = "%&=+ \"<>\r\nž";
  std::string state;
  while (state.size() + some.size() <= longest_state)
    state += some;
  return state.append(longest_state - state.size(), '%');
}

/// An address that the listener reads.
std::string within_limits(std::string target) {
  EXPECT_NE(target, "");
  EXPECT_LE(target.size(), http::server_limits{}.target);
  return target;
}

/// RFC 9110 section 9.2.1.
TEST(endpoints, refuse_head_where_get_changes_something) {
  routed_browser at;
  for (const auto path : {paths::authorize, paths::resume, paths::end_session}) {
    const auto reply = at.ask("HEAD", path, lawful_request());
    EXPECT_EQ(reply.status, 405) << path;
    EXPECT_EQ(field(reply, "Allow"), path == paths::resume ? "GET" : "GET, POST") << path;
  }
  EXPECT_TRUE(at.world.door.wishes.empty());
  EXPECT_EQ(at.ask("HEAD", paths::openid_configuration, "").status, 200);
  const auto given = at.ask("GET", paths::authorize, lawful_request());
  EXPECT_NE(parameter(field(given, "Location"), "code"), "");
}

TEST_F(code_flow, ends_with_tokens_and_claims) {
  const auto reply = redeem(fresh_code());
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_TRUE(world.finish(acme->verified_claims("JWT", member(reply, "id_token"))));
  const auto told = userinfo(member(reply, "access_token"));
  EXPECT_EQ(told.status, 200);
  EXPECT_EQ(member(told, "sub"), to_string(ada));
  EXPECT_EQ(member(told, "email"), "ada@shop.example");
}

TEST_F(code_flow, brings_the_longest_state_back_whatever_it_holds) {
  change_shop([](auto& wish) { wish.third_party = true; });
  const auto sent = worst_state();
  state = http::percent_encoded(sent);
  const auto asked = within_limits(request());
  within_limits(field(post("/oauth/v2/authorize", asked.substr(asked.find('?') + 1)), "Location"));
  within_limits(field(get(asked), "Location"));
  const auto known = log_in("ada", "correct+horse+battery+staple");
  const auto page = get(within_limits(field(known, "Location")));
  ASSERT_EQ(page.status, 200) << page.body;
  const auto allowed =
      post("/consent", "request=" + between(page.body, "name=\"request\" value=\"", "\"") +
                           "&token=" + between(page.body, "name=\"token\" value=\"", "\"") +
                           "&decision=allow");
  const auto to = leads_to(allowed);
  const auto answer = http::form::parse(to.substr(to.find('?') + 1));
  ASSERT_TRUE(answer) << to;
  EXPECT_EQ(answer->find("state"), sent);
  EXPECT_EQ(redeem(code_of(allowed)).status, 200);
}

TEST_F(code_flow, needs_no_second_login) {
  fresh_code();
  EXPECT_NE(code_of(get(request("&prompt=none"))), "");
  jar.clear();
  EXPECT_EQ(parameter(field(get(request("&prompt=none")), "Location"), "error"), "login_required");
}

TEST_F(code_flow, revokes_what_a_replayed_code_gave) {
  const auto code = fresh_code();
  const auto token = member(redeem(code), "access_token");
  EXPECT_EQ(userinfo(token).status, 200);
  EXPECT_EQ(member(redeem(code), "error"), "invalid_grant");
  EXPECT_EQ(userinfo(token).status, 401);
}

TEST_F(code_flow, wants_the_verifier_and_burns_no_code_without_it) {
  const auto code = fresh_code();
  EXPECT_EQ(member(redeem(code, std::string(43, 'a')), "error"), "invalid_grant");
  EXPECT_EQ(redeem(code).status, 200);
}

TEST_F(code_flow, revokes_what_a_used_code_gave_though_it_comes_without_its_verifier) {
  const auto code = fresh_code();
  EXPECT_EQ(member(redeem(code, ""), "error"), "invalid_grant");
  const auto token = member(redeem(code), "access_token");
  EXPECT_EQ(userinfo(token).status, 200) << "it was still good";
  EXPECT_EQ(member(redeem(code, ""), "error"), "invalid_grant");
  EXPECT_EQ(userinfo(token).status, 401);
}

TEST_F(code_flow, ends_with_the_user) {
  const auto token = member(redeem(fresh_code()), "access_token");
  const auto code = code_of(get(request()));
  ASSERT_NE(code, "");
  decided<user::noun>(ada, user::disable{});
  EXPECT_EQ(userinfo(token).status, 401);
  EXPECT_EQ(member(redeem(code), "error"), "invalid_grant");
  EXPECT_TRUE(field(get(request()), "Location").starts_with("/login?"));
  EXPECT_EQ(log_in("ada", "correct+horse+battery+staple").status, 403);
}

TEST_F(code_flow, locks_after_six_failures_whatever_is_typed_then) {
  for (int i = 0; i < 6; ++i)
    EXPECT_EQ(log_in(i % 2 ? "ada" : "+ADA+", "wrong").status, 403);
  EXPECT_EQ(world.finish(acme->credential_of(ada)).failures, 6U);
  address = "192.0.2.2";
  EXPECT_EQ(log_in("ada", "correct+horse+battery+staple").status, 403);
}

TEST_F(code_flow, ends_what_a_revoked_key_signed_and_goes_on) {
  const auto code = fresh_code();
  const auto token = member(redeem(code_of(get(request()))), "access_token");
  EXPECT_EQ(userinfo(token).status, 200);
  const auto signer = world.finish(acme->signer("ES256"));
  const auto key = world.finish(acme->find_key(signer->key_id));
  world.finish(acme->revoke_key(node_world::nobody(), key->id));
  EXPECT_EQ(userinfo(token).status, 401);
  const auto reply = redeem(code);
  EXPECT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(userinfo(member(reply, "access_token")).status, 200);
}

TEST_F(code_flow, knows_nothing_of_another_workspace) {
  const auto code = fresh_code();
  const auto token = member(redeem(code_of(get(request()))), "access_token");
  const auto mine = std::exchange(acme, world.made("other"));
  decided<client::noun>(http::random_id(), shop_client());
  EXPECT_EQ(userinfo(token).status, 401);
  EXPECT_EQ(member(redeem(code), "error"), "invalid_grant");
  EXPECT_TRUE(field(get(request()), "Location").starts_with("/login?")) << "whose cookie is that";
  acme = mine;
  EXPECT_EQ(redeem(code).status, 200) << "and it is still good at home";
}

}
}
