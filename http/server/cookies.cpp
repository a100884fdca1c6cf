// SPDX-License-Identifier: Apache-2.0
#include "http/server/cookies.hpp"

#include "http/server/octets.hpp"

#include <algorithm>

namespace muniment::http {
namespace {

constexpr std::string_view host_prefix = "__Host-";

// cookie-octet of RFC 6265 section 4.1.1.
bool is_cookie_octet(char octet) {
  return is_visible(octet) && octet != '"' && octet != ',' && octet != ';' && octet != '\\';
}

bool is_cookie_value(std::string_view value) {
  return value.size() <= longest_cookie && std::all_of(value.begin(), value.end(), is_cookie_octet);
}

bool is_host_name(std::string_view name) {
  return name.size() > host_prefix.size() && name.size() <= 64 && name.starts_with(host_prefix) &&
         std::all_of(name.begin(), name.end(), is_token_octet);
}

}

std::optional<cookie_fault> cookie_jar::read(std::string_view field_value) {
  while (!field_value.empty()) {
    const auto end = std::min(field_value.find(';'), field_value.size());
    if (const auto fault = keep(trimmed(field_value.substr(0, end)))) return fault;
    field_value.remove_prefix(std::min(end + 1, field_value.size()));
  }
  return {};
}

std::optional<cookie_fault> cookie_jar::keep(std::string_view pair) {
  if (pair.empty()) return {};
  const auto equals = std::min(pair.find('='), pair.size());
  const auto known = std::find(known_.begin(), known_.end(), pair.substr(0, equals));
  if (known == known_.end()) return {};
  auto& kept = values_.at(known - known_.begin());
  if (kept) return cookie_fault::duplicate;
  const auto value = pair.substr(std::min(equals + 1, pair.size()));
  if (equals == pair.size() || !is_cookie_value(value)) return cookie_fault::malformed;
  kept = value;
  return {};
}

std::optional<std::string_view> cookie_jar::find(std::string_view name) const {
  const auto known = std::find(known_.begin(), known_.end(), name);
  return known == known_.end() ? std::nullopt : values_.at(known - known_.begin());
}

std::optional<std::string> set_cookie(std::string_view name, std::string_view value,
                                      std::optional<std::chrono::seconds> max_age) {
  if (!is_host_name(name) || !is_cookie_value(value)) return {};
  auto field =
      std::string(name) + "=" + std::string(value) + "; Path=/; Secure; HttpOnly; SameSite=Lax";
  if (max_age) field += "; Max-Age=" + std::to_string(max_age->count());
  return field;
}

std::optional<std::string> clear_cookie(std::string_view name) {
  return set_cookie(name, {}, std::chrono::seconds{0});
}

}
