// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/call.hpp"

namespace muniment::oidc {

/// The userinfo endpoint (OIDC Core section 5.3, RFC 6750): GET, and POST with the token in the
/// field or in a form. The token must be ours and not over, its grant and session not ended, its
/// user active.
asio::awaitable<response> userinfo(call at);

}
