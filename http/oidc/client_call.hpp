// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/call.hpp"

#include <memory>

namespace muniment::oidc {

/// A request of a client at an endpoint for programs: the form was read and the client is
/// authenticated, or there is a reply that says why not.
struct client_call {
  http::form sent = {};
  std::shared_ptr<const clients::row> client = {}; ///< null: `refusal` is the reply
  response refusal = {};
};

/// Reads the form, in which every parameter stands once, and finds out whether the client is the
/// one it says (RFC 6749 section 2.3). Who is not is recorded. More than one `resource` is
/// `invalid_target`.
asio::awaitable<client_call> read_client_call(call at);

}
