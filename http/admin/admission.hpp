// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/node/node.hpp"
#include "http/server/wish.hpp"
#include <memory>
#include <string>
#include <vector>

namespace muniment::http {

class operations;
class past_folds;
class problem_found;

/// What the admin endpoints of a node share. Outlives the routes.
struct admin_context {
  node& at;
  std::shared_ptr<operations> under_way;
  std::shared_ptr<past_folds> past;
};

/// What a token must allow.
enum class admin_right : std::uint8_t { read = 1, write };

/// One request of somebody who may make it.
struct admin_call {
  std::shared_ptr<const admin_context> context;
  std::shared_ptr<workspace> at;
  request_ptr asked;
  std::string named; ///< the segment of the path that the route names, decoded
  wish_origin from;
};

/// Who asks, if the bearer's token is this workspace's own for its admin API and allows it: an
/// operator of the deployment, a service client of the workspace, or a user with the role for it
/// (http/admin/admitted_user.hpp). Throws `problem_found` (401, 403) and `workspace_unavailable`.
asio::awaitable<acting_party> admitted(std::shared_ptr<workspace> at, request_ptr asked,
                                       admin_right needed);

/// The bearer's token of a request to one of our APIs; throws `problem_found` (401).
std::string bearer_token(const request& asked);

/// Somebody who acts by this request.
wish_origin origin_of(acting_party actor, const request& asked);

/// Throws `problem_found` (403) unless these scopes hold that right: to write is to read as well.
void require_right(const std::vector<std::string>& scopes, admin_right needed);

/// 404.
[[noreturn]] void not_found();

/// A JSON reply that is kept by no cache.
response json_of(int status, const boost::json::value& body);

/// What `problem_found` was thrown for; a 503 tells when to come again (RFC 9110 section 10.2.3).
/// How to authenticate `problems_told` adds (api_row.hpp).
response reply_to(const problem_found& found);

}
