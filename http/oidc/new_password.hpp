// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/pages/pages.hpp"
#include "http/passwords/rules.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace muniment::oidc {

/// The normal form of a password that was chosen, typed twice, or what is wrong with it as far as
/// that shows at once. Whether it is easy to guess, stolen or the one from before is found out
/// where it is hashed. Pure.
std::variant<pages::page_notice, std::string>
chosen_password(std::string_view chosen, std::string_view repeated, const passwords::rules& asked);

/// A fault of a password as the page tells it. Pure.
pages::page_notice notice_of(passwords::fault wrong, const passwords::rules& asked);

/// It is the one that was to be changed.
pages::page_notice same_password();

}
