// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/oidc_world.hpp"

#include <string>
#include <utility>
#include <vector>

namespace muniment::test {

/// A browser at the login page.
struct visitor {
  oidc_world& world;
  std::string request; ///< the sealed request
  http::field_line cookie;
  std::string token;

  explicit visitor(oidc_world& at, const std::string& more = "")
      : visitor(at, at.get("/oauth/v2/authorize", lawful_request(more))) {}

  /// Sent there by a reply.
  visitor(oidc_world& at, const http::response& sent) : world(at) {
    const auto to = field(sent, "Location");
    request = to.substr(to.find('=') + 1);
    const auto page = world.get("/login", "request=" + request);
    cookie = {"Cookie", between(field(page, "Set-Cookie"), "", ";")};
    token = between(page.body, "name=\"token\" value=\"", "\"");
  }

  http::response type(const std::string& name, const std::string& password) {
    return world.serve(form(name, password));
  }

  http::request form(const std::string& name, const std::string& password) const {
    return oidc_world::form("/login", body(name, password), {own_origin, cookie});
  }

  std::string body(const std::string& name, const std::string& password) const {
    return "request=" + request + "&token=" + token + "&user_name=" + name +
           "&password=" + password;
  }
};

/// The query of the address that a reply leads to.
inline std::string query_of(const http::response& reply) {
  const auto to = field(reply, "Location");
  return to.substr(to.find('?') + 1);
}

/// What answers where the request of a login goes on, in the session that the login began.
inline http::response follow_login(oidc_world& world, const http::response& welcome) {
  uuid begun;
  for (const auto& wish : world.door.wishes)
    if (begun.is_nil() && wish.category == session::category) begun = wish.stream;
  return world.get("/oauth/v2/authorize/resume", query_of(welcome),
                   {world.sign_in_as(world.ada, begun)});
}

/// What a refusal looks like from outside and costs inside.
struct observed {
  int status{};
  std::vector<std::pair<std::string, std::string>> fields;
  std::string body; ///< without the token
  int verified{}, hashed{};
  std::vector<std::string> asked;
  bool operator==(const observed&) const = default;
};

inline observed observe(const oidc_world& world, const http::response& reply) {
  observed seen{reply.status, {}, reply.body, world.verified, world.hashed, world.door.asked};
  for (const auto& each : reply.fields)
    seen.fields.emplace_back(each.name, each.value);
  return seen;
}

inline users::row user_in(users::phase phase) {
  users::row row;
  row.phase = phase;
  return row;
}

}
