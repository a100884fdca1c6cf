// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/authorization_request.hpp"
#include "http/server/form.hpp"
#include "http/server/problem.hpp"
#include "projections/clients.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace muniment::oidc {

/// Who is told of a refusal. A redirect URI that was not verified gets nothing (RFC 6749 section
/// 4.1.2.1): such a refusal is a page for the person at the browser.
enum class told : unsigned char { on_a_page, to_the_client };

/// What one step looks at.
struct sent_request {
  const http::form& parameters;
  const clients::row* client; ///< of `client_id`; null when there is none
};

/// One row of the authorization endpoint. `apply` adds what it read to the request, or says why
/// not.
struct authorization_step {
  std::string_view name;
  std::string_view cites;
  told where;
  std::optional<http::oauth_error> (*apply)(const sent_request&, authorization_request&);
};

/// The rows, in the order they are taken. No step depends on a later one.
std::span<const authorization_step> authorization_steps();

/// How far the steps came.
struct checked_request {
  authorization_request wanted; ///< whole when nothing was refused; else what was read till then
  struct refusal {
    std::string_view step;
    told where;
    http::oauth_error why;
  };
  std::optional<refusal> refused = {};
};

/// Takes every step, up to the first that refuses.
checked_request check(const sent_request& sent);

/// The client a request names, before anything else is looked at; nothing when it names none, or
/// more than one.
std::optional<std::string_view> named_client(const http::form& parameters);

/// What can be had here; a client has those of them that it was registered with.
std::span<const std::string_view> supported_scopes();

/// Values of `prompt` that are understood.
std::span<const std::string_view> supported_prompts();

/// Values of `display` that are promised: every page fits a window of any size. `popup` is taken
/// too.
std::span<const std::string_view> supported_displays();

}
