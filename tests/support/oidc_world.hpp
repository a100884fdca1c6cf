// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/claim.hpp"
#include "actors/commands.hpp"
#include "http/account/routes.hpp"
#include "http/oidc/routes.hpp"
#include "http/oidc/session_cookie.hpp"
#include "tests/support/replies.hpp"
#include "tests/support/scripted_door.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>

namespace muniment::test {

inline constexpr auto token_endpoint = "/oauth/v2/token";

/// What a browser says that posts a form of the workspace's own pages.
inline const http::field_line own_origin{"Origin", "https://demo.example:8443"};

/// The endpoints of one workspace with a client and a user, over a scripted door. Passwords are
/// "hashed" by putting `$` before them, and the calls are counted.
class oidc_world {
public:
  scripted_door door;
  std::atomic<int> verified = 0;
  std::atomic<int> hashed = 0;
  uuid shop = uuid::random({10});
  uuid ada = uuid::random({20});
  http::work_pool passwords{"passwords", 1, 4};
  std::chrono::seconds patience{10}; ///< of whoever asks
  oidc::login_attempts attempts{100};
  oidc::login_throttle throttle;
  std::string address = "192.0.2.1"; ///< where the next requests come from

  oidc_world() {
    add_client();
    add_user("ada", ada);
    oidc::password_functions counted;
    counted.verify = [this](std::string_view stored, bytes_view typed) {
      ++verified;
      return stored == "$" + std::string(as_text(typed)) ? crypto::password_check::match
                                                         : crypto::password_check::mismatch;
    };
    counted.hash = [this](bytes_view typed) {
      ++hashed;
      return "$" + std::string(as_text(typed));
    };
    context_ = std::make_shared<oidc::oidc_context>(
        oidc::oidc_context{passwords, attempts, throttle, {}, counted});
    table_ = oidc::routes(context_);
    std::ranges::move(account::routes(context_), std::back_inserter(table_));
  }

  /// What a password must be to be chosen.
  muniment::passwords::rules& choosing() { return context_->choosing; }

  /// Changes the client.
  void change_client(const std::function<void(clients::row&)>& change) {
    auto row = *door.clients_known.at(shop);
    change(row);
    door.clients_known[shop] = std::make_shared<clients::row>(row);
  }

  /// Makes the client a program on the machines of its users.
  void make_native() {
    change_client([](clients::row& row) {
      row.kind = client::client_type::native;
      row.redirect_uris = {"com.example.app:/back", "http://127.0.0.1/back",
                           "https://shop.example/back"};
    });
  }

  void add_user(const std::string& name, const uuid& id) {
    users::row row;
    row.id = id;
    door.users_known[id] = std::make_shared<users::row>(row);
    const auto digest = crypto::sha256(as_bytes("user_name " + name));
    door.holders[bytes(digest.begin(), digest.end())] = id;
    credential::state<opened> held;
    held.phase = credential::phase::active;
    held.password_hash = plain<std::string>("$right");
    door.credentials[id] = held;
    door.people[id] = {id, users::phase::active, name, name + "@shop.example", true, "Ada", "en"};
  }

  http::response get(const std::string& path, const std::string& query,
                     std::vector<http::field_line> fields = {}) {
    http::request asked;
    asked.method = "GET";
    asked.path = path;
    asked.query = query;
    asked.fields = std::move(fields);
    return serve(asked);
  }

  http::response post(const std::string& path, const std::string& body,
                      std::vector<http::field_line> fields = {}) {
    return serve(form(path, body, std::move(fields)));
  }

  static http::request form(const std::string& path, const std::string& body,
                            std::vector<http::field_line> fields) {
    http::request asked;
    asked.method = "POST";
    asked.path = path;
    asked.body = body;
    asked.fields = std::move(fields);
    asked.fields.push_back({"Content-Type", "application/x-www-form-urlencoded"});
    return asked;
  }

  [[nodiscard]] const std::vector<http::route>& table() const { return table_; }

  http::response serve(http::request asked) { return finished(handled(std::move(asked))); }

  /// For a test of what endpoints are made of: a request at one of them.
  oidc::call called(http::request asked = {}) {
    return {*context_, door, std::make_shared<http::request>(arrived(std::move(asked)))};
  }

  /// For a test that looks on while it is answered.
  asio::awaitable<http::response> handled(http::request asked) {
    const auto row = std::ranges::find_if(table_, [&](const http::route& each) {
      return each.path == asked.path && std::ranges::count(each.methods, asked.method) > 0;
    });
    if (row == table_.end()) throw std::logic_error("no route");
    return row->handle(door, std::make_shared<http::request>(arrived(std::move(asked))));
  }

  /// A session of the user that stands; its Cookie field.
  http::field_line sign_in(std::chrono::seconds ago = {}) {
    return sign_in_as(ada, uuid::random({30}), ago);
  }

  /// The same of anybody.
  http::field_line sign_in_as(const uuid& user, const uuid& session,
                              std::chrono::seconds ago = {}) {
    const auto cookie = oidc::make_session_cookie(session, door.clock);
    sessions::row row;
    row.id = session;
    row.user = user;
    row.secret_digest = oidc::secret_digest(cookie);
    row.methods = {"pwd"};
    row.authenticated_at = door.clock - ago;
    row.expires_at = door.clock + std::chrono::hours{24};
    row.idle_seconds = 3600;
    door.sessions_known[row.id] = std::make_shared<sessions::row>(row);
    return {"Cookie",
            "__Host-session=" + scripted_door::sealed_text("session_cookie", pack(cookie))};
  }

  /// The wishes of a noun, in order.
  template <decider Noun>
  std::vector<typename Noun::command> wished() const {
    std::vector<typename Noun::command> found;
    for (const auto& each : door.wishes)
      if (each.category == Noun::category) found.push_back(*unpack_command<Noun>(each.wish));
    return found;
  }

private:
  /// As the listener hands it on.
  http::request arrived(http::request asked) const {
    asked.address = address;
    asked.request_id = "request-1";
    asked.deadline = std::chrono::steady_clock::now() + patience;
    return asked;
  }

  void add_client() {
    clients::row row;
    row.id = shop;
    row.client_id = "shop";
    row.project = uuid::random({11});
    row.name = "The Shop";
    row.kind = client::client_type::spa;
    row.redirect_uris = {"https://shop.example/back"};
    row.origins = {"https://shop.example"};
    row.grant_types = {"authorization_code"};
    row.scopes = {"openid", "profile", "email"};
    row.id_token_algorithm = row.access_token_algorithm = "RS256";
    door.clients_known[shop] = std::make_shared<clients::row>(row);
    door.holders[public_claim(claim_kind::client_id, "shop").digest] = shop;
  }

  std::shared_ptr<oidc::oidc_context> context_;
  std::vector<http::route> table_;
};

inline constexpr auto challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// A lawful authorization request, with more parameters behind it.
inline std::string lawful_request(const std::string& more = "") {
  return "client_id=shop&redirect_uri=https%3A%2F%2Fshop.example%2Fback&response_type=code"
         "&scope=openid+email&state=abc&nonce=n1&code_challenge_method=S256&code_challenge=" +
         std::string(challenge) + more;
}

/// The same to another redirect URI, as it stands in an address.
inline std::string request_to(const std::string& redirect_uri, const std::string& more = "") {
  auto request = lawful_request(more);
  const std::string registered = "https%3A%2F%2Fshop.example%2Fback";
  return request.replace(request.find(registered), registered.size(), redirect_uri);
}

/// Such a request of a native client, to a scheme of its own.
inline std::string native_request(const std::string& more = "") {
  return request_to("com.example.app%3A%2Fback", more);
}

}
