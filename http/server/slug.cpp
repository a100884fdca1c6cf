// SPDX-License-Identifier: Apache-2.0
#include "http/server/slug.hpp"

#include "http/server/octets.hpp"

#include <algorithm>
#include <array>

namespace muniment::http {
namespace {

constexpr std::array<std::string_view, 24> reserved{
    "admin",   "api",     "app",  "assets", "auth",   "autoconfig", "autodiscover", "cdn",
    "console", "control", "docs", "ftp",    "health", "localhost",  "mail",         "mcp",
    "metrics", "mta-sts", "ns1",  "ns2",    "static", "status",     "wpad",         "www"};
static_assert(std::is_sorted(reserved.begin(), reserved.end()));

constexpr bool is_slug_octet(char octet) {
  return is_digit(octet) || (octet >= 'a' && octet <= 'z') || octet == '-';
}

}

std::optional<slug_fault> fault_of_slug(std::string_view text) {
  if (text.empty()) return slug_fault::empty;
  if (text.size() > longest_slug) return slug_fault::too_long;
  if (!std::all_of(text.begin(), text.end(), is_slug_octet)) return slug_fault::foreign_character;
  if (text.front() == '-' || text.back() == '-') return slug_fault::edge_hyphen;
  if (text.find("--") != std::string_view::npos) return slug_fault::double_hyphen;
  return {};
}

fixed_text describe(slug_fault fault) {
  switch (fault) {
  case slug_fault::empty:
    return "A workspace name has at least one character.";
  case slug_fault::too_long:
    return "A workspace name has at most 50 characters.";
  case slug_fault::foreign_character:
    return "A workspace name consists of lower-case letters, digits and hyphens.";
  case slug_fault::edge_hyphen:
    return "A workspace name neither begins nor ends with a hyphen.";
  case slug_fault::double_hyphen:
    return "A workspace name has no two hyphens in a row.";
  }
  return "";
}

bool is_reserved_slug(std::string_view slug) {
  return std::binary_search(reserved.begin(), reserved.end(), slug);
}

std::span<const std::string_view> reserved_slugs() { return reserved; }

}
