// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace muniment::oidc {

inline constexpr std::size_t longest_user_name = 200;

/// The one spelling of a user name that claims and look-ups are made of: without white space (SP,
/// HTAB) at either end, then without case and composed, by full case folding and Normalization Form
/// C. So neither capitals nor the ways in which keyboards write an accented letter make two names.
/// Letters that merely look alike, full-width ones among them, stay different. Nothing if what was
/// typed is no lawful name: empty, longer than `longest_user_name` octets, not UTF-8, or with
/// control characters. Pure.
std::optional<std::string> canonical_user_name(std::string_view typed);

}
