// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/documents.hpp"

#include "http/oidc/cross_origin.hpp"
#include "http/oidc/metadata.hpp"
#include "http/server/entity_tag.hpp"
#include "http/server/problem.hpp"

namespace muniment::oidc {
namespace {

/// A document that may be kept for a while, or the word that it is still the same (RFC 9110
/// section 15.4.5).
response document(const http::request& asked, const http::tagged_text& what) {
  const auto age = "public, max-age=" + std::to_string(metadata_lifetime.count());
  response reply{200, {{"ETag", what.tag}, {"Cache-Control", age}}, {}};
  if (http::names_tag(asked.field("If-None-Match").value_or(""), what.tag)) {
    reply.status = 304;
    return reply;
  }
  reply.fields.push_back({"Content-Type", std::string(http::json_media_type)});
  reply.body = what.text;
  return reply;
}

}

asio::awaitable<response> discovery(call at) {
  const auto made = http::tagged(discovery_document(at.door.identity().issuer));
  auto reply = document(*at.asked, made);
  co_return co_await share_with_clients(at, std::move(reply));
}

asio::awaitable<response> keys(call at) {
  const auto kept = co_await at.door.key_set();
  auto reply = document(*at.asked, *kept);
  co_return co_await share_with_clients(at, std::move(reply));
}

}
