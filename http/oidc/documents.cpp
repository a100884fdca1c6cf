// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/documents.hpp"

#include "http/oidc/cross_origin.hpp"
#include "http/oidc/metadata.hpp"
#include "http/server/problem.hpp"

namespace muniment::oidc {
namespace {

/// A document that may be kept for a while, or the word that it is still the same (RFC 9110
/// section 15.4.5).
response document(const http::request& asked, std::string body) {
  const auto tag = entity_tag(body);
  const auto age = "public, max-age=" + std::to_string(metadata_lifetime.count());
  response reply{200, {{"ETag", tag}, {"Cache-Control", age}}, {}};
  if (matches(asked.field("If-None-Match").value_or(""), tag)) {
    reply.status = 304;
    return reply;
  }
  reply.fields.push_back({"Content-Type", std::string(http::json_media_type)});
  reply.body = std::move(body);
  return reply;
}

}

asio::awaitable<response> discovery(call at) {
  auto reply = document(*at.asked, discovery_document(at.door.identity().issuer));
  co_return co_await share_with_clients(at, std::move(reply));
}

asio::awaitable<response> keys(call at) {
  const auto published = co_await at.door.published_keys();
  auto reply = document(*at.asked, key_set(published));
  co_return co_await share_with_clients(at, std::move(reply));
}

}
