// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace muniment::oidc {

inline constexpr std::size_t longest_user_name = 200;

/// The one spelling of a user name that claims and look-ups are made of: without white space (SP,
/// HTAB) at either end, ASCII letters in lower case, everything else as typed. Unicode is compared
/// octet by octet: two spellings of one accented letter are two names. Nothing if that is no lawful
/// name: empty, over-long, or with control characters.
std::optional<std::string> canonical_user_name(std::string_view typed);

}
