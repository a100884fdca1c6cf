// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/routes.hpp"

#include "crypto/strict_json.hpp"
#include "http/node/wish.hpp"
#include "http/oidc/pkce.hpp"
#include "tests/support/node_world.hpp"
#include "tests/support/replies.hpp"

#include <boost/json/object.hpp>
#include <gtest/gtest.h>

/// The code flow from end to end over a real workspace: actors, journal, keys and PostgreSQL.
namespace muniment::oidc {
namespace {

using namespace test;

constexpr auto verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const http::field_line form_type{"Content-Type", "application/x-www-form-urlencoded"};

bytes octets_of(const crypto::hash& digest) { return {digest.begin(), digest.end()}; }

client::register_client shop_client() {
  client::register_client wish;
  wish.client_id = "shop";
  wish.project = http::random_id();
  wish.name = "The Shop";
  wish.kind = client::client_type::spa;
  wish.authentication = client::client_authentication::none;
  wish.redirect_uris = {"https://shop.example/back"};
  wish.grant_types = {"authorization_code"};
  wish.scopes = {"openid", "profile", "email"};
  wish.id_token_algorithm = wish.access_token_algorithm = "ES256";
  wish.pkce_required = true;
  return wish;
}

class code_flow : public testing::Test {
protected:
  void SetUp() override {
    acme = world.made("acme");
    decided<client::noun>(http::random_id(), shop_client());
    ada = register_user("ada", "correct horse battery staple");
  }

  template <decider Noun, class Wish>
  void decided(const uuid& stream, const Wish& wish) {
    auto envelope = http::wish_of<Noun>(stream, wish, node_world::nobody(), acme->now());
    const auto reply = world.finish(acme->decide(std::move(envelope)));
    ASSERT_EQ(reply.verdict, command_verdict::accepted) << reply.why;
  }

  uuid register_user(const std::string& name, const std::string& password) {
    const auto id = http::random_id();
    user::register_user wish;
    wish.user_name = plain{name};
    wish.user_name_digest = plain{octets_of(world.finish(acme->lookup_digest("user_name", name)))};
    wish.email = plain{name + "@shop.example"};
    wish.email_digest =
        plain{octets_of(world.finish(acme->lookup_digest("email", name + "@shop.example")))};
    decided<user::noun>(id, wish);
    const auto hash = crypto::hash_password(as_bytes(password));
    decided<credential::noun>(id, credential::set_password{plain{hash}, false});
    return id;
  }

  http::response serve(http::request asked) {
    asked.address = "192.0.2.1";
    asked.deadline = std::chrono::steady_clock::now() + std::chrono::seconds{30};
    const auto row = std::ranges::find_if(table, [&](const http::route& each) {
      return each.path == asked.path && std::ranges::count(each.methods, asked.method) > 0;
    });
    if (row == table.end()) throw std::logic_error("no route");
    return world.finish(row->handle(*acme, std::make_shared<http::request>(std::move(asked))));
  }

  /// Follows a location of our own host, with the cookies.
  http::response get(const std::string& target) {
    http::request asked;
    asked.method = "GET";
    asked.path = target.substr(0, target.find('?'));
    if (asked.path.size() < target.size()) asked.query = target.substr(asked.path.size() + 1);
    asked.fields = {{"Cookie", cookies()}};
    return keep(serve(std::move(asked)));
  }

  http::response post(const std::string& path, const std::string& body) {
    http::request asked;
    asked.method = "POST";
    asked.path = path;
    asked.body = body;
    asked.fields = {form_type, {"Cookie", cookies()}, {"Origin", acme->identity().issuer}};
    return keep(serve(std::move(asked)));
  }

  http::response keep(http::response reply) {
    for (const auto& each : reply.fields)
      if (each.name == "Set-Cookie")
        jar[between(each.value, "", "=")] = between(each.value, "=", ";");
    return reply;
  }

  std::string cookies() const {
    std::string text;
    for (const auto& [name, value] : jar)
      if (!value.empty()) text += (text.empty() ? "" : "; ") + name + "=" + value;
    return text;
  }

  std::string request(const std::string& more = "") const {
    return "/oauth/v2/authorize?client_id=shop&redirect_uri=https%3A%2F%2Fshop.example%2Fback"
           "&response_type=code&scope=openid+email&state=abc&nonce=n1&code_challenge_method=S256"
           "&code_challenge=" +
           code_challenge(verifier) + more;
  }

  /// What answers the login form of a request.
  http::response log_in(const std::string& name, const std::string& password,
                        const std::string& more = "") {
    const auto page = get(field(get(request(more)), "Location"));
    return post("/login", "request=" + between(page.body, "name=\"request\" value=\"", "\"") +
                              "&token=" + between(page.body, "name=\"token\" value=\"", "\"") +
                              "&user_name=" + name + "&password=" + password);
  }

  std::string code_of(const http::response& reply) {
    return parameter(field(reply, "Location"), "code");
  }

  std::string fresh_code() {
    const auto reply = log_in("Ada", "correct+horse+battery+staple");
    EXPECT_EQ(reply.status, 303) << reply.body;
    return code_of(get(field(reply, "Location")));
  }

  http::response redeem(const std::string& code, const std::string& with = verifier) {
    return post("/oauth/v2/token",
                "grant_type=authorization_code&client_id=shop&code=" + code +
                    "&redirect_uri=https%3A%2F%2Fshop.example%2Fback&code_verifier=" + with);
  }

  static std::string member(const http::response& reply, const char* name) {
    const auto body = crypto::parse_strict_object(reply.body);
    const auto* value = body ? body->if_contains(name) : nullptr;
    return value && value->is_string() ? std::string(value->get_string()) : "";
  }

  http::response userinfo(const std::string& token) {
    return post("/oauth/v2/userinfo", "access_token=" + token);
  }

  node_world world;
  std::shared_ptr<http::workspace> acme;
  uuid ada;
  login_attempts attempts{100};
  std::vector<http::route> table = routes(
      std::make_shared<oidc_context>(oidc_context{world.node().passwords(), attempts, {}, {}}));
  std::map<std::string, std::string> jar;
};

TEST_F(code_flow, ends_with_tokens_and_claims) {
  const auto reply = redeem(fresh_code());
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_TRUE(world.finish(acme->verified_claims("JWT", member(reply, "id_token"))));
  const auto told = userinfo(member(reply, "access_token"));
  EXPECT_EQ(told.status, 200);
  EXPECT_EQ(member(told, "sub"), to_string(ada));
  EXPECT_EQ(member(told, "email"), "ada@shop.example");
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
