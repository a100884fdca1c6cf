// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/host.hpp"
#include "http/server/message.hpp"
#include "http/server/problem.hpp"
#include "http/server/reply.hpp"
#include "http/server/route.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace muniment::http {

/// The workspace of a slug; null when there is none. Throws `workspace_unavailable`.
using door_finder = std::function<asio::awaitable<std::shared_ptr<workspace_door>>(std::string)>;

/// The workspace of a slug if it answers now; else null. Neither waits nor throws.
using door_glance = std::function<std::shared_ptr<const workspace_door>(const std::string&)>;

/// One endpoint of the control host.
struct control_route {
  std::vector<std::string> methods;
  std::string path; ///< As in `fit` (http/server/routes.hpp).
  std::function<asio::awaitable<response>(request_ptr)> handle;
  error_style style = error_style::problem;
  bool takes_token = false; ///< Access tokens for the control plane open it.
};

/// What a router goes by.
struct routing {
  host_router hosts;
  door_finder find;
  std::vector<route> workspace = {}; ///< Their paths are as in `fit` (http/server/routes.hpp).
  std::vector<control_route> control = {};
  std::size_t in_flight_per_workspace = 256; ///< One more is answered with 503.
  door_glance answering = {};      ///< Without it, what is told in haste is shared with no script.
  std::string control_origin = {}; ///< The realm of tokens for the control plane.
};

/// What a listener is given.
struct front {
  handler answer;
  failure_teller tell; ///< what the listener tells itself, in the style of the route
};

/// From Host to workspace to route to handler. HEAD is handed to handlers as GET unless they list
/// it or act on GET, where it is refused; OPTIONS reaches only those that list it. A query that
/// names `access_token` is refused, with a challenge where the route takes tokens, before anybody
/// is sent on with it. Where no handler answers, the style of the route says how the failure is
/// told: to people as a page, to OAuth clients 503 as `temporarily_unavailable`, 500 as
/// `server_error` and anything else as `invalid_request`. A page also clears the cookies that
/// neighbours set (http/server/foreign_cookies.hpp). Scripts of the workspace's clients may read a
/// failure where they may read the endpoint's replies (`failure_sharing`); not where nobody can say
/// whose scripts those are: at a host of no workspace, or before the workspace is awake. Whoever
/// reads at another host than the issuer's is sent there, as far as the hosts lead from there to
/// the same workspace; else, after the settings changed, it is told 503. On the listener's thread.
front make_front(routing table);

/// Its handler alone.
handler make_router(routing table);

}
