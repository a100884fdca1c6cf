// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/message.hpp"
#include "projections/clients.hpp"

namespace muniment::oidc {

/// Lets a script read the reply (Fetch standard, CORS protocol) when it runs at an origin that is
/// registered with the very client the reply is for. No other origin is named, and none may send
/// cookies.
void share_with(http::response& reply, const http::request& asked, const clients::row& client);

}
