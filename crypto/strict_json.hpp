// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/fwd.hpp>

#include <cstddef>
#include <optional>
#include <string_view>

namespace muniment::crypto {

/// Objects and arrays within one another, the outermost counted.
inline constexpr std::size_t max_json_depth = 16;

/// Whether an object in a JSON text has a member twice, at any depth and however escaped: one
/// reader would take the first, another the last. `value` is what Boost.JSON read of the whole
/// text; it keeps the last, so that fewer members are left than were written. Pure.
bool has_member_twice(std::string_view text, const boost::json::value& value);

/// A JSON object (RFC 8259) that two readers cannot read differently: no member twice at any depth,
/// however escaped, no invalid UTF-8, nothing after the end, no number beyond a double, at most
/// max_json_depth deep. Nothing otherwise. Pure; the caller bounds the size.
std::optional<boost::json::object> parse_strict_object(std::string_view text);

}
