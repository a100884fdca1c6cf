// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/cross_origin.hpp"

#include <algorithm>

namespace muniment::oidc {
namespace {

constexpr std::string_view longest_kept = "600"; ///< seconds that a browser keeps a preflight

/// Neither field is among those that every script may read.
void name_origin(response& reply, std::string_view origin) {
  reply.fields.push_back({"Access-Control-Allow-Origin", std::string(origin)});
  reply.fields.push_back({"Access-Control-Expose-Headers", "Retry-After, WWW-Authenticate"});
}

}

void share_with(response& reply, const http::request& asked, const clients::row& client) {
  reply.fields.push_back({"Vary", "Origin"});
  const auto origin = only_field(asked, "Origin");
  if (!origin || std::ranges::find(client.origins, *origin) == client.origins.end()) return;
  name_origin(reply, *origin);
}

asio::awaitable<response> share_with_clients(call at, response reply) {
  reply.fields.push_back({"Vary", "Origin"});
  const auto origin = only_field(*at.asked, "Origin");
  if (!origin) co_return reply;
  std::string name(*origin);
  const bool known = co_await at.door.is_client_origin(std::move(name));
  if (known) name_origin(reply, *origin);
  co_return reply;
}

response share_with_known_clients(const workspace_door& door, const http::request& asked,
                                  response reply) {
  reply.fields.push_back({"Vary", "Origin"});
  const auto origin = only_field(asked, "Origin");
  if (origin && door.knows_client_origin(std::string(*origin))) name_origin(reply, *origin);
  return reply;
}

asio::awaitable<response> preflight(call at, std::string_view methods) {
  response nothing{204, {{"Cache-Control", "no-store"}}, {}};
  auto reply = co_await share_with_clients(at, std::move(nothing));
  if (reply.fields.back().name == "Vary") co_return reply;
  reply.fields.push_back({"Access-Control-Allow-Methods", std::string(methods)});
  reply.fields.push_back({"Access-Control-Allow-Headers", "Authorization, Content-Type"});
  reply.fields.push_back({"Access-Control-Max-Age", std::string(longest_kept)});
  co_return reply;
}

}
