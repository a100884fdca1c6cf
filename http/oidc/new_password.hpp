// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/pages/pages.hpp"

#include <optional>
#include <string_view>

namespace muniment::oidc {

/// A password has at least so many characters (NIST SP 800-63B section 5.1.1.2).
inline constexpr std::size_t shortest_password = 8;

/// What is wrong with a password that was chosen, typed twice; nothing if it may be taken. Whether
/// it is another one than before is for whoever knows that one. Pure.
std::optional<pages::page_notice> fault_of(std::string_view chosen, std::string_view repeated);

/// It is the one that was to be changed.
pages::page_notice same_password();

}
