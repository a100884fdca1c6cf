// SPDX-License-Identifier: Apache-2.0
#include "http/server/foreign_cookies.hpp"

#include "http/server/octets.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace muniment::http {
namespace {

constexpr std::size_t longest_name = 128;

/// Whether somebody else may have set it, and a Set-Cookie field can name it.
bool is_foreign(std::string_view name) {
  return !name.empty() && name.size() <= longest_name && !name.starts_with("__Host-") &&
         std::ranges::all_of(name, is_token_octet);
}

void add_foreign(std::string_view pairs, std::vector<std::string_view>& names) {
  while (!pairs.empty() && names.size() < most_cleared_cookies) {
    const auto end = std::min(pairs.find(';'), pairs.size());
    const auto pair = trimmed(pairs.substr(0, end));
    const auto equals = pair.find('=');
    const auto name = pair.substr(0, equals == pair.npos ? 0 : equals);
    if (is_foreign(name) && std::ranges::find(names, name) == names.end()) names.push_back(name);
    pairs.remove_prefix(std::min(end + 1, pairs.size()));
  }
}

}

void clear_foreign_cookies(const request& asked, std::string_view domain, response& reply) {
  std::vector<std::string_view> names;
  for (const auto& field : asked.fields)
    if (equal_ignoring_case(field.name, "Cookie")) add_foreign(field.value, names);
  for (const auto name : names) {
    const auto cleared = std::string(name) + "=; Path=/; Secure; Max-Age=0";
    reply.fields.push_back({"Set-Cookie", cleared});
    reply.fields.push_back({"Set-Cookie", cleared + "; Domain=" + std::string(domain)});
  }
}

}
