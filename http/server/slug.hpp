// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/fixed_text.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace muniment::http {

/// Why a text is no slug.
enum class slug_fault : unsigned char {
  empty,
  too_long,
  foreign_character,
  edge_hyphen,
  double_hyphen
};

/// A slug has at most as many characters, so that `<slug>--console` still is a DNS label.
inline constexpr std::size_t longest_slug = 50;

/// What keeps `text` from being the route name of a workspace: 1 to 50 lower-case letters, digits
/// and hyphens, no hyphen at either end, no two in a row (which also keeps `xn--` names out).
/// Nothing if it is one.
std::optional<slug_fault> fault_of_slug(std::string_view text);

/// One sentence for the person who chose the name.
fixed_text describe(slug_fault fault);

/// A well-formed slug that no workspace may have, since the deployment itself may want the host.
bool is_reserved_slug(std::string_view slug);

/// All reserved slugs, sorted.
std::span<const std::string_view> reserved_slugs();

}
