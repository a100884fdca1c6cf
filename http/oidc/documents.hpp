// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/call.hpp"

namespace muniment::oidc {

/// The discovery document, at both of its addresses (OIDC Discovery section 4, RFC 8414 section 3).
asio::awaitable<response> discovery(call at);

/// The JWK Set.
asio::awaitable<response> keys(call at);

}
