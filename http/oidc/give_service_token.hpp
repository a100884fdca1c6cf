// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/call.hpp"
#include "http/oidc/service_token.hpp"
#include "http/server/problem.hpp"

#include <boost/system/result.hpp>

#include <optional>
#include <string>
#include <vector>

namespace muniment::oidc {

/// A token without a user that is to leave.
struct service_token_offer {
  std::string client_id;
  std::string audience;
  std::vector<std::string> scopes;
  std::string algorithm;
  std::chrono::seconds lifetime;
  std::optional<acting_operator> act = {};
};

/// Signs it once its event is in the journal. The error, for a 500, says whether there is no key of
/// that algorithm or the aggregate refuses. `actor` is whom the token is for. Throws
/// `workspace_unavailable`.
asio::awaitable<boost::system::result<std::string, http::oauth_error>>
give_service_token(call at, service_token_offer offer, acting_party actor);

}
