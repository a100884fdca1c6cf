// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/digest.hpp"
#include "http/server/form.hpp"
#include "http/server/problem.hpp"
#include "projections/clients.hpp"

#include <boost/system/result.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace muniment::oidc {

/// How a client says who it is at the token endpoint.
struct presented_client {
  client::client_authentication method;
  std::string client_id;
  std::string secret; ///< empty with `none`
};

/// Why nobody was authenticated.
struct authentication_fault {
  http::oauth_error why = {};
  int status = 400; ///< 400, or 401 where the client is to blame for being nobody
};

/// Reads what was presented (RFC 6749 section 2.3): in the Authorization field or in the body,
/// never in both. `authorization` is the value of that field.
boost::system::result<presented_client, authentication_fault>
read_client(std::optional<std::string_view> authorization, const http::form& body);

/// Whether `known` is the client that presents itself: not deleted, by exactly the method it was
/// registered with, and by its secret, of which `digest` is the keyed digest. Constant in time as
/// far as the secret goes.
bool authenticated(const clients::row& known, const presented_client& presented,
                   const std::optional<crypto::hash>& digest);

/// What is said to any client that failed, whatever failed.
authentication_fault unauthenticated();

}
