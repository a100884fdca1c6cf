// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/metadata.hpp"

/// Where the pages are.
namespace muniment::account::paths {

inline constexpr std::string_view home = "/";
using oidc::paths::account;
inline constexpr std::string_view password = "/account/password";
inline constexpr std::string_view sign_out = "/account/sign-out";
using oidc::paths::signed_out;

}
