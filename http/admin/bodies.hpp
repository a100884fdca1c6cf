// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/client.hpp"

/// The bodies of requests to the admin API, as shapes (http/admin/shape.hpp). What is optional may
/// be missing or null.
namespace muniment::http::body {

struct user {
  std::string user_name;
  std::optional<std::string> email;
  std::optional<bool> email_verified;
  std::optional<std::string> display_name;
  std::optional<std::string> locale;
  std::optional<std::string> password; ///< made here when it is missing
  std::optional<bool> one_time;        ///< the password: to be changed at the next login
};
BOOST_DESCRIBE_STRUCT(user, (),
                      (user_name, email, email_verified, display_name, locale, password, one_time))

/// A role of a project, by its name or id.
struct named_role {
  std::string project;
  std::string role;
};
BOOST_DESCRIBE_STRUCT(named_role, (), (project, role))

struct project {
  std::string name;
};
BOOST_DESCRIBE_STRUCT(project, (), (name))

struct role_name {
  std::string role;
};
BOOST_DESCRIBE_STRUCT(role_name, (), (role))

/// How a client with a secret shows it.
enum class secret_shown : std::uint8_t { client_secret_basic = 1, client_secret_post };
BOOST_DESCRIBE_ENUM(secret_shown, client_secret_basic, client_secret_post)

struct client {
  std::string name;
  muniment::client::client_type type{};
  std::optional<std::string> client_id; ///< a random one when it is missing
  std::vector<std::string> redirect_uris;
  std::vector<std::string> post_logout_redirect_uris;
  std::vector<std::string> origins;
  std::vector<std::string> scopes;
  std::optional<std::string> algorithm; ///< the workspace's usual one when it is missing
  std::optional<bool> third_party;
  std::optional<secret_shown> authentication;
  std::optional<bool> may_introspect;
  std::optional<std::string> project; ///< by name or id
};
BOOST_DESCRIBE_STRUCT(client, (),
                      (name, type, client_id, redirect_uris, post_logout_redirect_uris, origins,
                       scopes, algorithm, third_party, authentication, may_introspect, project))

/// What is missing stays as it is.
struct client_change {
  std::optional<std::string> name;
  std::optional<muniment::client::client_authentication> authentication;
  std::optional<std::vector<std::string>> redirect_uris;
  std::optional<std::vector<std::string>> post_logout_redirect_uris;
  std::optional<std::vector<std::string>> origins;
  std::optional<std::vector<std::string>> grant_types;
  std::optional<std::vector<std::string>> scopes;
  std::optional<std::string> algorithm;
  std::optional<bool> third_party;
  std::optional<bool> may_introspect;
};
BOOST_DESCRIBE_STRUCT(client_change, (),
                      (name, authentication, redirect_uris, post_logout_redirect_uris, origins,
                       grant_types, scopes, algorithm, third_party, may_introspect))

struct rotation {
  std::optional<std::string> algorithm; ///< every algorithm that a key signs with when missing
  std::optional<bool> now;
};
BOOST_DESCRIBE_STRUCT(rotation, (), (algorithm, now))

}
