// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/call.hpp"

/// Which scripts may read replies (Fetch standard, CORS protocol). No origin but a registered one
/// is named, and none may send cookies.
namespace muniment::oidc {

/// Lets a script read the reply when it runs at an origin that is registered with the very client
/// the reply is for.
void share_with(http::response& reply, const http::request& asked, const clients::row& client);

/// Lets it read one that is for no client in particular: what is public, and what is said before it
/// is known who asks. Any origin of a client of this workspace will do.
asio::awaitable<response> share_with_clients(call at, response reply);

/// The same of what is told while the workspace cannot be waited for: to the origins that it has in
/// memory.
http::response share_with_known_clients(const workspace_door& door, const http::request& asked,
                                        http::response reply);

/// The answer to a preflight: which methods and fields scripts of such origins may use. `methods`
/// is the value of Access-Control-Allow-Methods.
asio::awaitable<response> preflight(call at, std::string_view methods);

}
