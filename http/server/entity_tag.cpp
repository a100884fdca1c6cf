// SPDX-License-Identifier: Apache-2.0
#include "http/server/entity_tag.hpp"

#include "crypto/digest.hpp"
#include "crypto/encoding.hpp"
#include "http/server/octets.hpp"

#include <algorithm>
#include <utility>

namespace muniment::http {

tagged_text tagged(std::string text) {
  auto tag = entity_tag(text);
  return {std::move(text), std::move(tag)};
}

std::string entity_tag(std::string_view body) {
  const auto digest = crypto::sha256(as_bytes(body));
  return "\"" + crypto::base64url_encode(bytes_view(digest).first(16)) + "\"";
}

bool names_tag(std::string_view if_none_match, std::string_view tag) {
  if (trimmed(if_none_match) == "*") return true;
  // Our tags hold no comma, so that a list is parted by commas whatever else stands in it.
  while (!if_none_match.empty()) {
    const auto end = std::min(if_none_match.find(','), if_none_match.size());
    auto each = trimmed(if_none_match.substr(0, end));
    if (each.starts_with("W/")) each.remove_prefix(2);
    if (each == tag) return true;
    if_none_match.remove_prefix(std::min(end + 1, if_none_match.size()));
  }
  return false;
}

}
