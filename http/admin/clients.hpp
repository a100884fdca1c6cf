// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/client.hpp"
#include "http/admin/users.hpp"

#include <string>
#include <vector>

namespace muniment::http {

/// A relying party as an operator enters one. What is empty follows from its type.
struct new_client {
  std::string client_id; ///< a random one when empty
  std::string name;
  client::client_type kind = client::client_type::web;
  std::vector<std::string> redirect_uris = {};
  std::vector<std::string> origins = {};
  std::vector<std::string> scopes = {"openid", "profile", "email"};
  std::string algorithm = "RS256"; ///< of its tokens
  bool third_party = true;
  std::string secret = {}; ///< made by us when empty, for those that have one
  std::vector<std::string> post_logout_redirect_uris = {};
  std::string project = "default"; ///< its name
};

struct client_reply {
  uuid id;
  std::string client_id;
  std::string secret; ///< told once; empty for those that keep none
  std::string why;    ///< names a refusal code, empty when it is done
};

/// Enters a relying party in its project, which has to be there. Throws `workspace_unavailable`.
asio::awaitable<client_reply> register_client(workspace_door& at, new_client wanted,
                                              wish_origin from);

}
