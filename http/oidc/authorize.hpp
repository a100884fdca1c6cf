// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/call.hpp"

namespace muniment::oidc {

/// The authorization endpoint (RFC 6749 section 3.1, OIDC Core section 3.1.2): GET with a query,
/// POST with a form. Clients send browsers here from anywhere, so it asks for no Origin.
asio::awaitable<response> authorize(call at);

/// A request that was checked goes on: after the login, or after a POST, with which browsers send
/// no cookies from elsewhere.
asio::awaitable<response> resume(call at);

}
