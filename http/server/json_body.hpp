// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/fixed_text.hpp"

#include <boost/json/object.hpp>
#include <boost/system/result.hpp>

#include <cstddef>
#include <string_view>

namespace muniment::http {

/// Bounds on a JSON body. `nodes` counts object members and array elements together.
struct json_limits {
  std::size_t octets = 64 * 1024;
  std::size_t depth = 32;
  std::size_t nodes = 1000;
};

/// Why a JSON body could not be read.
enum class json_fault : unsigned char {
  too_large,
  too_deep,
  too_many_nodes,
  malformed, ///< No JSON text of RFC 8259, or not UTF-8.
  not_an_object,
  duplicate_member, ///< One reader would take the first, another the last.
  nul_character,    ///< Databases cannot store it.
};

/// One sentence for the person who wrote the client; never a piece of the input.
fixed_text describe(json_fault fault);

/// Reads a JSON object, all of it or nothing. The limits are checked by a first pass that builds
/// nothing, so that no body takes more memory than its nodes allow.
boost::system::result<boost::json::object, json_fault>
parse_json_object(std::string_view body, const json_limits& limits = {});

}
