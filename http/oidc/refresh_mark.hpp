// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/call.hpp"

#include <string>

namespace muniment::oidc {

/// The refresh token of a grant and a secret, with the mark that only this workspace can make.
asio::awaitable<std::string> marked_refresh_token(workspace_door& at, uuid grant,
                                                  crypto::hash secret);

/// One of a secret that nobody could know before.
asio::awaitable<std::string> new_refresh_token(workspace_door& at, uuid grant);

/// Whether this workspace made a refresh token, however often it was replaced since (RFC 9700
/// section 4.14.2): it bears the mark. Of one from before there were marks nobody knows.
asio::awaitable<bool> is_marked(workspace_door& at, std::string token);

}
