// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/pkce.hpp"
#include "tests/support/admin_world.hpp"

#include <map>

namespace muniment::test {

/// Somebody at a browser, with its cookies, at the workspace `acme` of an `admin_world`; and the
/// client `shop` they come from.
class browser {
public:
  static constexpr auto verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

  explicit browser(admin_world& at) : at_{at} {}

  http::response get(const std::string& target) {
    return keep(at_.serve(with_cookies(admin_world::prepared("GET", "acme", target, "", "", ""))));
  }
  http::response post(const std::string& path, const std::string& body) {
    return keep(at_.serve(with_cookies(admin_world::prepared(
        "POST", "acme", path, "", body, "application/x-www-form-urlencoded"))));
  }

  /// Where the login page of a request of the client, or of the account page, is.
  std::string login_for(const std::string& scope) {
    return field(get(scope.empty() ? "/account" : request(scope)), "Location");
  }

  /// The value of a hidden field of a form.
  static std::string hidden(const http::response& page, const std::string& name) {
    return between(page.body, "name=\"" + name + "\" value=\"", "\"");
  }

  /// What answers the login form; without a scope it is that on the way to the account page.
  http::response log_in(const std::string& name, const std::string& password,
                        const std::string& scope = "") {
    const auto page = get(login_for(scope));
    return post("/login", "request=" + hidden(page, "request") + "&token=" + hidden(page, "token") +
                              "&user_name=" + name + "&password=" + password);
  }

  /// The code that a reply leads the client to.
  std::string code(const http::response& reply) {
    auto to = leads_to(reply);
    while (to.starts_with('/'))
      to = leads_to(get(to));
    return parameter(to, "code");
  }

  http::response redeem(const std::string& code, const std::string& client = "shop") {
    return at_.form(
        "acme", "/oauth/v2/token",
        "grant_type=authorization_code&client_id=" + client + "&code=" + code +
            "&redirect_uri=https%3A%2F%2Fshop.example%2Fback&code_verifier=" + verifier);
  }

  /// An access token for the client, as a Bearer.
  std::string token(const std::string& name, const std::string& password,
                    const std::string& scope = "openid") {
    const auto reply = redeem(code(log_in(name, password, scope)));
    EXPECT_EQ(reply.status, 200) << reply.body;
    return "Bearer " + admin_world::text(reply, "access_token");
  }

  int userinfo(const std::string& bearer) {
    return at_.ask("GET", "acme", "/oauth/v2/userinfo", bearer).status;
  }

  /// Whether the browser is signed in.
  bool signed_in() { return get("/account").status == 200; }

  static std::string request(const std::string& scope) {
    return "/oauth/v2/authorize?client_id=shop&redirect_uri=https%3A%2F%2Fshop.example%2Fback"
           "&response_type=code&state=abc&code_challenge_method=S256&code_challenge=" +
           oidc::code_challenge(verifier) + "&scope=" + scope;
  }

  /// The client, registered: an application in a browser that asks nobody for consent.
  static http::new_client shop() {
    http::new_client wanted;
    wanted.client_id = "shop";
    wanted.name = "Shop";
    wanted.kind = client::client_type::spa;
    wanted.redirect_uris = {"https://shop.example/back"};
    wanted.scopes = {"openid", "email", "admin:read", "admin:write"};
    wanted.algorithm = "ES256";
    wanted.third_party = false;
    return wanted;
  }

private:
  http::request_ptr with_cookies(const http::request_ptr& asked) const {
    auto sent = std::make_shared<http::request>(*asked);
    std::string cookies;
    for (const auto& [name, value] : jar_)
      if (!value.empty()) cookies += (cookies.empty() ? "" : "; ") + name + "=" + value;
    if (!cookies.empty()) sent->fields.push_back({"Cookie", cookies});
    sent->fields.push_back({"Origin", "https://acme.muniment.localhost:8443"});
    return sent;
  }
  http::response keep(http::response reply) {
    for (const auto& each : reply.fields)
      if (each.name == "Set-Cookie")
        jar_[between(each.value, "", "=")] = between(each.value, "=", ";");
    return reply;
  }

  admin_world& at_;
  std::map<std::string, std::string> jar_;
};

/// What tests of the admin API do most: ask as the operator, and read what is answered.
class admin_tests : public testing::Test {
protected:
  http::response get(const std::string& target) { return at.ask("GET", "acme", target, token); }
  http::response post(const std::string& target, const std::string& body = "") {
    return at.ask("POST", "acme", target, token, body);
  }
  static std::string code(const http::response& reply) { return admin_world::text(reply, "code"); }
  static std::string member(const http::response& reply) {
    return admin_world::text(reply, "member");
  }
  static boost::json::array items(const http::response& reply) {
    EXPECT_EQ(reply.status, 200) << reply.body;
    return admin_world::json(reply).at("items").as_array();
  }
  /// Types of event in the audit log, of those that `query` names.
  std::vector<std::string> audited(const std::string& query) {
    std::vector<std::string> types;
    for (const auto& each : items(get("/admin/audit?limit=200&" + query)))
      types.emplace_back(each.at("type").as_string());
    return types;
  }
  static std::size_t count(const std::vector<std::string>& types, const std::string& type) {
    return static_cast<std::size_t>(std::ranges::count(types, type));
  }
  /// Somebody with that password; their id.
  std::string made_user(const std::string& name,
                        const std::string& password = "right-horse-battery") {
    const auto reply =
        post("/admin/users", R"({"user_name":")" + name + R"(","password":")" + password + R"("})");
    EXPECT_EQ(reply.status, 201) << reply.body;
    return admin_world::text(reply, "id");
  }

  admin_world at;
  std::string token = at.admins();
};

}
