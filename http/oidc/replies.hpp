// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/call.hpp"
#include "http/pages/html_reply.hpp"
#include "http/pages/pages.hpp"
#include "http/server/problem.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace muniment::oidc {

/// The browser goes there by GET, and sends no body again (RFC 9700 section 4.12).
response see_other(std::string location);

/// The page from which the browser goes on to a client of that name, at once: what answers a form
/// of ours in place of `see_other`, which browsers would hold to the form's policy.
response lead_on(const call& at, std::string client, std::string location);

/// A JSON body that nobody stores.
response json_reply(int status, std::string body);

/// A failure at an endpoint that programs call.
response oauth_reply(int status, const http::oauth_error& why);

/// A failure at an endpoint that people reach.
response error_reply(const call& at, int status, http::fixed_text heading, http::fixed_text text,
                     std::optional<http::oauth_error> developer = {});

/// The error page for a request that a client built wrongly.
response bad_request_page(const call& at, const http::oauth_error& why);

/// The error page for a form that came from elsewhere, or too late.
response stale_form_page(const call& at);

/// A queue is full: 503, to be tried again.
response busy_page(const call& at);

/// Too many passwords from this address were wrong: 429, to be tried again after `wait`. Whoever
/// asks from there gets it, whomever they name: nothing in it is of an account. `box` is the sealed
/// login to come back to; empty for the change of a password.
response paused_page(const call& at, std::string box, std::chrono::seconds wait);

}
