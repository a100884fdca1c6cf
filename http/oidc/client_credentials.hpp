// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/call.hpp"
#include "http/server/problem.hpp"

#include <boost/system/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace muniment::oidc {

/// What a client asks for in its own name.
struct own_request {
  std::vector<std::string> scopes;
  std::string audience;
};

/// Where tokens of a workspace may be used besides its projects.
struct audiences {
  std::string_view issuer;
  std::string_view control; ///< the control plane's origin, in the workspace of the operators
};

/// Reads a request for the client's own token (RFC 6749 section 4.4.2). Scopes about a person are
/// nobody's own. Without `scope` it is all that the client is registered for, as far as it is its
/// own. `resource` (RFC 8707) names the admin API of the workspace or the control plane; without
/// it the token is for the client's project.
boost::system::result<own_request, http::oauth_error>
read_own_request(const http::form& sent, const clients::row& client, const audiences& known);

}
