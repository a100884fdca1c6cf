// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/encoding.hpp"
#include "crypto/strict_json.hpp"
#include "http/account/routes.hpp"
#include "http/oidc/pkce.hpp"
#include "http/oidc/refresh_token.hpp"
#include "http/oidc/routes.hpp"
#include "http/server/wish.hpp"
#include "tests/support/node_world.hpp"
#include "tests/support/replies.hpp"
#include "tests/support/told_replies.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/object.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>

namespace muniment::test {

inline constexpr auto code_verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
inline const http::field_line form_type{"Content-Type", "application/x-www-form-urlencoded"};

inline bytes octets_of(const crypto::hash& digest) { return {digest.begin(), digest.end()}; }

inline client::register_client shop_client() {
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

/// The endpoints over a real workspace, with a client and a user: actors, journal, keys and
/// PostgreSQL. A browser's cookies are kept.
class flow_world {
public:
  flow_world() {
    acme = world.made("acme");
    shop = enter(shop_client());
    ada = register_user("ada", "correct horse battery staple");
  }

  uuid enter(const client::register_client& wish) {
    const auto id = http::random_id();
    decided<client::noun>(id, wish);
    return id;
  }

  /// One with the secret `s3cret`.
  uuid enter_with_secret(
      client::register_client wish,
      client::client_authentication method = client::client_authentication::client_secret_basic) {
    const auto id = http::random_id();
    wish.authentication = method;
    if (wish.kind != client::client_type::service) wish.kind = client::client_type::web;
    wish.secret_digest = octets_of(world.finish(acme->client_secret_digest(id, "s3cret")));
    decided<client::noun>(id, wish);
    return id;
  }

  void change_shop(const std::function<void(client::register_client&)>& change) {
    auto wish = shop_client();
    change(wish);
    wish.client_id = shop_name = "shop-" + to_string(http::random_id());
    shop = enter(wish);
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
    auto reply = world.finish(handled(asked));
    expect_told(asked, reply);
    return reply;
  }

  /// The answers to requests of which each was sent before the first was answered.
  std::vector<http::response> serve_at_once(std::vector<http::request> all) {
    std::vector<boost::asio::awaitable<http::response>> running;
    for (auto& asked : all)
      running.push_back(handled(std::move(asked)));
    return world.finish(all_of(std::move(running)));
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
    return keep(serve(own_form(path, body)));
  }

  /// As a page of this host posts it.
  http::request own_form(const std::string& path, const std::string& body) const {
    http::request asked;
    asked.method = "POST";
    asked.path = path;
    asked.body = body;
    asked.fields = {form_type, {"Cookie", cookies()}, {"Origin", acme->identity().issuer}};
    return asked;
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
    return "/oauth/v2/authorize?client_id=" + shop_name +
           "&redirect_uri=https%3A%2F%2Fshop.example%2Fback"
           "&response_type=code&scope=" +
           scope + "&state=" + state +
           "&nonce=n1&code_challenge_method=S256"
           "&code_challenge=" +
           oidc::code_challenge(code_verifier) + more;
  }

  /// What answers the login form of a request.
  http::response log_in(const std::string& name, const std::string& password,
                        const std::string& more = "") {
    return post("/login", login_form(more) + "&user_name=" + name + "&password=" + password);
  }

  /// What the login form of a request sends beside what is typed.
  std::string login_form(const std::string& more = "") {
    const auto page = get(field(get(request(more)), "Location"));
    return "request=" + between(page.body, "name=\"request\" value=\"", "\"") +
           "&token=" + between(page.body, "name=\"token\" value=\"", "\"");
  }

  std::string code_of(const http::response& reply) { return parameter(leads_to(reply), "code"); }

  std::string fresh_code() {
    const auto reply = log_in("Ada", "correct+horse+battery+staple");
    EXPECT_EQ(reply.status, 303) << reply.body;
    return code_of(get(field(reply, "Location")));
  }

  http::response redeem(const std::string& code, const std::string& with = code_verifier) {
    return post("/oauth/v2/token",
                "grant_type=authorization_code&client_id=" + shop_name + "&code=" + code +
                    "&redirect_uri=https%3A%2F%2Fshop.example%2Fback&code_verifier=" + with);
  }

  static std::string member(const http::response& reply, const char* name) {
    const auto body = crypto::parse_strict_object(reply.body);
    const auto* value = body ? body->if_contains(name) : nullptr;
    return value && value->is_string() ? std::string(value->get_string()) : "";
  }

  /// A client that may refresh, and the reply to its first code.
  http::response offline_tokens() {
    change_shop([](auto& wish) {
      wish.grant_types.emplace_back("refresh_token");
      wish.scopes.emplace_back("offline_access");
    });
    scope = "openid+email+offline_access";
    return redeem(fresh_code());
  }

  http::response refresh(const std::string& token, const std::string& more = "") {
    return post("/oauth/v2/token", "grant_type=refresh_token&client_id=" + shop_name +
                                       "&refresh_token=" + token + more);
  }

  /// A form of a client with the secret `s3cret`.
  http::response post_as(const std::string& client, const std::string& path,
                         const std::string& body) {
    const auto pair = crypto::base64_encode(as_bytes(client + ":s3cret"));
    http::request asked;
    asked.method = "POST";
    asked.path = path;
    asked.body = body;
    asked.fields = {form_type, {"Authorization", "Basic " + pair}};
    return serve(std::move(asked));
  }

  /// The same form of the shop, sent so often before the first is answered.
  std::vector<http::response> post_at_once(const std::string& path,
                                           const std::vector<std::string>& bodies) {
    std::vector<http::request> all;
    for (const auto& body : bodies) {
      http::request asked;
      asked.method = "POST";
      asked.path = path;
      asked.body = body;
      asked.fields = {form_type};
      all.push_back(std::move(asked));
    }
    return serve_at_once(std::move(all));
  }

  /// The grant of a refresh token, as its read model shows it.
  std::shared_ptr<const grants::row> grant_of(const std::string& refresh_token) {
    return world.finish(acme->grant(*oidc::grant_of_refresh_token(refresh_token)));
  }

  http::response userinfo(const std::string& token) {
    return post("/oauth/v2/userinfo", "access_token=" + token);
  }

  node_world world;
  std::shared_ptr<http::workspace> acme;
  uuid ada;
  uuid shop;
  std::string shop_name = "shop";
  std::string scope = "openid+email";
  std::string state = "abc"; ///< as it stands in an address
  oidc::login_attempts attempts{100};
  oidc::login_throttle throttle;
  std::atomic<int> verified = 0;     ///< passwords compared with a hash
  std::atomic<int> compared = 0;     ///< of them, with one that is somebody's
  std::string address = "192.0.2.1"; ///< where the next requests come from
  std::shared_ptr<const oidc::oidc_context> context = std::make_shared<oidc::oidc_context>(
      oidc::oidc_context{world.node().passwords(), attempts, throttle, {}, counted()});
  std::vector<http::route> table = tables();
  std::map<std::string, std::string> jar;

private:
  boost::asio::awaitable<http::response> handled(http::request asked) {
    if (asked.address.empty()) asked.address = address;
    asked.deadline = std::chrono::steady_clock::now() + std::chrono::seconds{30};
    const auto row = std::ranges::find_if(table, [&](const http::route& each) {
      return each.path == asked.path && std::ranges::count(each.methods, asked.method) > 0;
    });
    if (row == table.end()) throw std::logic_error("no route");
    return row->handle(*acme, std::make_shared<http::request>(std::move(asked)));
  }

  oidc::password_functions counted() {
    oidc::password_functions functions;
    functions.verify = [this](std::string_view stored, bytes_view typed) {
      ++verified;
      if (stored != crypto::decoy_hash()) ++compared;
      return crypto::verify_password(stored, typed);
    };
    return functions;
  }

  static boost::asio::awaitable<std::vector<http::response>>
  all_of(std::vector<boost::asio::awaitable<http::response>> running) {
    const auto executor = co_await boost::asio::this_coro::executor;
    boost::asio::steady_timer done{executor, std::chrono::steady_clock::time_point::max()};
    std::vector<http::response> replies(running.size());
    std::size_t left = running.size();
    for (std::size_t at = 0; at < running.size(); ++at)
      boost::asio::co_spawn(executor, std::move(running[at]),
                            [&, at](std::exception_ptr, http::response reply) {
                              replies[at] = std::move(reply);
                              if (--left == 0) done.cancel();
                            });
    boost::system::error_code cancelled;
    co_await done.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, cancelled));
    co_return replies;
  }

  std::vector<http::route> tables() {
    auto all = oidc::routes(context);
    std::ranges::move(account::routes(context), std::back_inserter(all));
    return all;
  }
};

}
