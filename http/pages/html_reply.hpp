// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/pages/pages.hpp"
#include "http/server/message.hpp"
#include "http/server/problem.hpp"

#include <string>

namespace muniment::pages {

/// A page on its way: under its own policy, stored by nobody. One of status 503 says to come again
/// in a second (RFC 9110 section 10.2.3).
http::response html_reply(int status, std::string html);

/// The page that leads on. Nobody who is led to is told from where.
http::response onward_reply(const onward_page& page);

/// A failure that no handler answers, as the error page tells it to a person; `workspace` and
/// `reference` as there. When to come again says whoever asks for it, as with any other failure.
http::response failure_reply(const http::problem& told, std::string workspace,
                             std::string reference);

}
