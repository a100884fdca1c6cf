// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/call.hpp"

namespace muniment::oidc {

/// The revocation endpoint (RFC 7009): a client gives back what it holds. A refresh token ends its
/// grant; so does an access token of a user, since the grant is what every check of a token asks
/// (docs/decisions/0018). A client's own token ends alone. What is not known is done with.
asio::awaitable<response> revoke(call at);

}
