// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/form.hpp"
#include "http/server/problem.hpp"

#include <boost/system/result.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace muniment::oidc {

/// Why a protected resource says no (RFC 6750 section 3.1). `nothing_presented` has no error code,
/// since the client may not have known that a token is needed.
enum class bearer_fault : unsigned char {
  nothing_presented,
  invalid_request,
  invalid_token,
  insufficient_scope,
};

/// What a request brings.
struct bearer_sources {
  std::optional<std::string_view> authorization; ///< the value of that field
  const http::form* body = nullptr;              ///< null unless it is a form
};

/// The access token of a request: from the Authorization field or the form body, from one of them.
/// With one in its query a request comes to no handler (http/server/router.hpp).
boost::system::result<std::string, bearer_fault> read_bearer(const bearer_sources& sources);

/// The status of the reply.
int status_of(bearer_fault fault);

/// The value of WWW-Authenticate; the realm is the issuer.
std::string challenge_of(bearer_fault fault, std::string_view issuer);

/// The error for the body; nothing for `nothing_presented`.
std::optional<http::oauth_error> error_of(bearer_fault fault);

}
