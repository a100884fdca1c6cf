// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/node/node.hpp"
#include "http/oidc/call.hpp"
#include "http/oidc/service_token.hpp"
#include "http/openapi/operation.hpp"

#include <memory>
#include <string>
#include <vector>

namespace muniment::http {

/// What the control plane's endpoints share. Outlives them.
struct control_context {
  node& at;
  std::shared_ptr<const oidc::oidc_context> oidc;
};

/// Where tokens are exchanged, at the control host.
inline constexpr const char* exchange_path = "/control/token";

/// For which the token of a workspace is good.
inline constexpr std::chrono::minutes operator_token_lifetime{5};

/// An operator whose token was found good.
struct operator_known {
  oidc::acting_operator who; ///< the issuer is that of the operators' workspace
  std::string client_id;
  std::vector<std::string> scopes;
};

/// Who presents this token: a service client of the operators' workspace, by a token that workspace
/// gave it for the control plane. Nothing for any other. Throws `workspace_unavailable`.
asio::awaitable<std::optional<operator_known>> find_operator(const control_context& at,
                                                             std::string token);

/// Exchanges an operator's token for one of the workspace that `audience` names by its slug (RFC
/// 8693): good for five minutes at that workspace's admin API and nowhere else, signed by the
/// workspace, with the operator as `act`, and an event in its audit. `scope` asks for less than the
/// operator has; what `resource` names has to be that very API.
asio::awaitable<response> exchange_token(std::shared_ptr<const control_context> at,
                                         request_ptr asked);

/// How docs/openapi.yaml tells that endpoint; the schema of its reply joins `used`.
openapi::operation told_exchange(openapi::components& used);

}
