// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/client.hpp"
#include "http/admin/users.hpp"

#include <string>
#include <vector>

namespace muniment::http {

/// A relying party as an operator enters one. What is empty follows from its type. One whose scopes
/// name `offline_access` may refresh.
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
  /// How one with a secret shows it.
  client::client_authentication authentication = client::client_authentication::client_secret_basic;
  bool may_introspect = false;
  std::string project = "default"; ///< its name
};

/// What came of entering a relying party.
struct client_reply {
  uuid id; ///< of its stream; random
  std::string client_id;
  std::string secret; ///< told once; empty for those that keep none
  std::string why;    ///< names a refusal code, empty when it is done
  uuid project = {};  ///< its project
};

/// How such a one proves who it is, and what it may ask for.
client::client_authentication authentication_of(const new_client& wanted);
std::vector<std::string> grant_types_of(const new_client& wanted);

/// Enters a relying party in its project, which has to be there. Throws `workspace_unavailable`.
asio::awaitable<client_reply> register_client(workspace_door& at, new_client wanted,
                                              wish_origin from);

}
