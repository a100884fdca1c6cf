// SPDX-License-Identifier: Apache-2.0
#include "crypto/strict_json.hpp"

#include <boost/json.hpp>

#include <cmath>

namespace muniment::crypto {
namespace {

// Members as written: in valid JSON every colon outside a string belongs to one.
std::size_t written_members(std::string_view valid_json) {
  std::size_t count = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < valid_json.size(); ++i) {
    const char letter = valid_json[i];
    if (letter == '"')
      in_string = !in_string;
    else if (in_string && letter == '\\')
      ++i;
    else if (!in_string && letter == ':')
      ++count;
  }
  return count;
}

std::size_t members_in(const boost::json::value& value) {
  std::size_t count = 0;
  if (const auto* object = value.if_object()) {
    count += object->size();
    for (const auto& member : *object)
      count += members_in(member.value());
  } else if (const auto* array = value.if_array()) {
    for (const auto& element : *array)
      count += members_in(element);
  }
  return count;
}

bool is_finite(const boost::json::value& value) {
  if (const auto* number = value.if_double()) return std::isfinite(*number);
  if (const auto* object = value.if_object()) {
    for (const auto& member : *object)
      if (!is_finite(member.value())) return false;
  } else if (const auto* array = value.if_array()) {
    for (const auto& element : *array)
      if (!is_finite(element)) return false;
  }
  return true;
}

}

bool has_member_twice(std::string_view text, const boost::json::value& value) {
  return members_in(value) != written_members(text);
}

std::optional<boost::json::object> parse_strict_object(std::string_view text) {
  boost::json::parse_options options;
  options.max_depth = max_json_depth;
  boost::system::error_code error;
  auto value = boost::json::parse(text, error, {}, options);
  if (error || !value.is_object()) return std::nullopt;
  if (!is_finite(value) || has_member_twice(text, value)) return std::nullopt;
  return std::move(value.get_object());
}

}
