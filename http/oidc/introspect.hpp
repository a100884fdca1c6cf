// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/call.hpp"

namespace muniment::oidc {

/// The introspection endpoint (RFC 7662): for clients with a secret that are allowed to ask. A
/// token is active while everything it hangs on stands (http/oidc/standing.hpp) and its client may
/// still have one of its scopes, which are told; why one is not is never said.
asio::awaitable<response> introspect(call at);

}
