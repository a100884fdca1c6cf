// SPDX-License-Identifier: Apache-2.0
#include "http/server/message.hpp"

#include "http/server/octets.hpp"

#include <algorithm>

namespace muniment::http {

namespace {

auto named(std::string_view name) {
  return [name](const field_line& each) { return equal_ignoring_case(each.name, name); };
}

}

std::optional<std::string_view> request::field(std::string_view name) const {
  const auto found = std::ranges::find_if(fields, named(name));
  if (found == fields.end()) return std::nullopt;
  return found->value;
}

std::size_t request::count(std::string_view name) const {
  return static_cast<std::size_t>(std::ranges::count_if(fields, named(name)));
}

access_metadata access_of(const request& asked) {
  constexpr std::size_t longest_agent = 256;
  const auto agent = asked.field("User-Agent").value_or("").substr(0, longest_agent);
  return {asked.address, std::string{agent}};
}

}
