// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/fwd.hpp>

#include <cstddef>
#include <optional>
#include <string_view>

namespace muniment::crypto {

/// Objects and arrays within one another, the outermost counted.
inline constexpr std::size_t max_json_depth = 16;

/// A JSON object (RFC 8259) that two readers cannot read differently: no member twice at any depth,
/// however escaped, no invalid UTF-8, nothing after the end, no number beyond a double, at most
/// max_json_depth deep. Nothing otherwise. Pure; the caller bounds the size.
std::optional<boost::json::object> parse_strict_object(std::string_view text);

}
