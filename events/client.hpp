// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/described.hpp"
#include "events/upcast/client_v1.hpp"
#include "events/uuid.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// A relying party registered in a project.
namespace muniment::client {

inline constexpr std::string_view category = "client";

enum class client_type : std::uint8_t { web = 1, spa, native, service };
BOOST_DESCRIBE_ENUM(client_type, web, spa, native, service)

enum class client_authentication : std::uint8_t {
  none = 1,
  client_secret_basic,
  client_secret_post
};
BOOST_DESCRIBE_ENUM(client_authentication, none, client_secret_basic, client_secret_post)

/// A relying party may ask for tokens.
struct registered {
  static constexpr std::string_view type = "client.registered";
  static constexpr std::uint16_t version = 2;

  std::string client_id; ///< its name in the protocol, unique in the workspace, settable
  uuid project;
  std::string name; ///< shown to people
  client_type kind;
  client_authentication authentication;
  std::optional<bytes> secret_digest; ///< HMAC under the workspace's client-secret key
  std::vector<std::string> redirect_uris;
  std::vector<std::string> post_logout_redirect_uris;
  std::vector<std::string> origins;     ///< for CORS
  std::vector<std::string> grant_types; ///< RFC 7591 names
  std::vector<std::string> scopes;
  std::string id_token_algorithm;     ///< JWS name
  std::string access_token_algorithm; ///< JWS name
  bool pkce_required{};
  bool third_party{};    ///< asks for consent
  bool may_introspect{}; ///< learns what a token of this workspace allows (RFC 7662)
  friend bool operator==(const registered&, const registered&) = default;
};
BOOST_DESCRIBE_STRUCT(registered, (),
                      (client_id, project, name, kind, authentication, secret_digest, redirect_uris,
                       post_logout_redirect_uris, origins, grant_types, scopes, id_token_algorithm,
                       access_token_algorithm, pkce_required, third_party, may_introspect))

/// The old secret no longer works.
struct secret_rotated {
  static constexpr std::string_view type = "client.secret_rotated";
  static constexpr std::uint16_t version = 1;

  bytes secret_digest;
  friend bool operator==(const secret_rotated&, const secret_rotated&) = default;
};
BOOST_DESCRIBE_STRUCT(secret_rotated, (), (secret_digest))

/// The registered URIs are these from now on.
struct redirects_changed {
  static constexpr std::string_view type = "client.redirects_changed";
  static constexpr std::uint16_t version = 1;

  std::vector<std::string> redirect_uris;
  std::vector<std::string> post_logout_redirect_uris;
  std::vector<std::string> origins;
  friend bool operator==(const redirects_changed&, const redirects_changed&) = default;
};
BOOST_DESCRIBE_STRUCT(redirects_changed, (), (redirect_uris, post_logout_redirect_uris, origins))

/// It is called, trusted and served like this from now on.
struct settings_changed {
  static constexpr std::string_view type = "client.settings_changed";
  static constexpr std::uint16_t version = 2;

  std::string name;
  client_authentication authentication;
  std::vector<std::string> grant_types;
  std::vector<std::string> scopes;
  std::string id_token_algorithm;
  std::string access_token_algorithm;
  bool third_party{};
  std::optional<bool> may_introspect; ///< null where version 1 did not say: as before
  friend bool operator==(const settings_changed&, const settings_changed&) = default;
};
BOOST_DESCRIBE_STRUCT(settings_changed, (),
                      (name, authentication, grant_types, scopes, id_token_algorithm,
                       access_token_algorithm, third_party, may_introspect))

/// Gets no tokens any more; its id is never used again.
struct deleted {
  static constexpr std::string_view type = "client.deleted";
  static constexpr std::uint16_t version = 1;

  friend bool operator==(const deleted&, const deleted&) = default;
};
BOOST_DESCRIBE_STRUCT(deleted, (), ())

template <form Form>
using event =
    std::variant<registered, secret_rotated, redirects_changed, settings_changed, deleted>;

}
