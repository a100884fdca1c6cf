// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace muniment::oidc {

/// An error of OAuth or OpenID Connect that is told here. The descriptions that go with it stand
/// where it is told.
struct oauth_error_row {
  std::string_view error;
  std::string_view defined_in;
  std::string_view given; ///< by which endpoints, how, and when
  std::string_view cure;  ///< what the developer of the client can do
};

/// All of them, for docs/errors.md.
std::span<const oauth_error_row> oauth_errors();

}
