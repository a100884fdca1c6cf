// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/call.hpp"

namespace muniment::oidc {

/// The token endpoint (RFC 6749 section 3.2): POST with a form.
asio::awaitable<response> give_tokens(call at);

}
