// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/message.hpp"

#include <cstddef>
#include <string_view>

namespace muniment::http {

/// So many cookies of others one reply clears; a browser brings the rest again.
inline constexpr std::size_t most_cleared_cookies = 32;

/// Adds to a page's reply what makes a browser forget the cookies that are not this host's own: all
/// but those whose `__Host-` prefix says that no neighbour could set them. They mean nothing here,
/// but fill the head of every request until it is too large. Each is cleared for this host and for
/// `domain`, which hosts beside this one may set cookies for (RFC 6265 section 5.3).
void clear_foreign_cookies(const request& asked, std::string_view domain, response& reply);

}
