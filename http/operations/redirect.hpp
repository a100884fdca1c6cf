// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/host.hpp"
#include "http/server/message.hpp"

namespace muniment::http {

/// Where a plain request is to go: 308 to the same path at https, on `public_port`, for GET and
/// HEAD of hosts that the router knows. Other methods are answered with 405: what they carried has
/// already gone over the wire in the clear, and being led on would hide that. An access token in
/// the query is refused as well (400): it stands in one address already, and is to stand in no
/// other.
response redirected(const request& asked, const host_router& hosts, unsigned short public_port);

/// Answers everything so.
handler make_redirect(host_router hosts, unsigned short public_port);

}
