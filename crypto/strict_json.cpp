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

struct census {
  std::size_t members = 0;
  bool finite = true;

  void take(const boost::json::value& value) {
    if (const auto* object = value.if_object()) {
      members += object->size();
      for (const auto& member : *object)
        take(member.value());
    } else if (const auto* array = value.if_array()) {
      for (const auto& element : *array)
        take(element);
    } else if (const auto* number = value.if_double()) {
      finite = finite && std::isfinite(*number);
    }
  }
};

}

std::optional<boost::json::object> parse_strict_object(std::string_view text) {
  boost::json::parse_options options;
  options.max_depth = max_json_depth;
  boost::system::error_code error;
  auto value = boost::json::parse(text, error, {}, options);
  if (error || !value.is_object()) return std::nullopt;
  census kept;
  kept.take(value);
  // Boost.JSON keeps the last of two members of one name, so fewer are left than were written.
  if (!kept.finite || kept.members != written_members(text)) return std::nullopt;
  return std::move(value.get_object());
}

}
