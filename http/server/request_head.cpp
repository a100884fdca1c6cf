// SPDX-License-Identifier: Apache-2.0
#include "http/server/request_head.hpp"

#include "http/server/octets.hpp"

#include <algorithm>

namespace muniment::http {
namespace {

bool lists_close(std::string_view options) {
  while (!options.empty()) {
    const auto comma = std::min(options.find(','), options.size());
    if (equal_ignoring_case(trimmed(options.substr(0, comma)), "close")) return true;
    options.remove_prefix(std::min(comma + 1, options.size()));
  }
  return false;
}

}

std::string_view request_head::path_and_query() const {
  if (!notes_.absolute_form) return target();
  const head_slice rest{notes_.authority.end, notes_.target.end};
  return rest.begin == rest.end ? std::string_view("/") : rest.of(received_);
}

std::optional<std::string_view> request_head::authority() const {
  if (!notes_.absolute_form) return {};
  return notes_.authority.of(received_);
}

std::optional<std::string_view> request_head::field(std::string_view name) const {
  for (const auto& field : fields())
    if (equal_ignoring_case(name_of(field), name)) return value_of(field);
  return {};
}

std::size_t request_head::count(std::string_view name) const {
  const auto all = fields();
  return std::count_if(all.begin(), all.end(), [&](const field_slices& field) {
    return equal_ignoring_case(name_of(field), name);
  });
}

bool request_head::persistent() const {
  if (minor_version() == 0) return false;
  const auto all = fields();
  return std::none_of(all.begin(), all.end(), [&](const field_slices& field) {
    return equal_ignoring_case(name_of(field), "connection") && lists_close(value_of(field));
  });
}

}
