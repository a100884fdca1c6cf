// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/message.hpp"
#include "http/server/problem.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace muniment::pages {

/// A page on its way: under its own policy, stored by nobody. Its forms may lead on to
/// `redirect_uri`.
http::response html_reply(int status, std::string html,
                          std::optional<std::string_view> redirect_uri = {});

/// A failure that no handler answers, as the error page tells it to a person; `workspace` and
/// `reference` as there.
http::response failure_reply(const http::problem& told, std::string workspace,
                             std::string reference);

}
