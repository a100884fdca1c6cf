// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/decider.hpp"
#include "events/client.hpp"

namespace muniment::client {

/// A relying party asks to be known. What kind it is decides what it may have:
/// - web: a redirect URI, the code flow, and a secret;
/// - spa, native: a redirect URI, the code flow under PKCE, and no secret, since they cannot keep
/// one;
/// - service: a secret and `client_credentials`, and nothing that needs a browser.
struct register_client {
  static constexpr std::string_view type = "client.register";
  std::string client_id;
  uuid project;
  std::string name;
  client_type kind;
  client_authentication authentication;
  std::optional<bytes> secret_digest; ///< HMAC, made at the edge
  std::vector<std::string> redirect_uris;
  std::vector<std::string> post_logout_redirect_uris;
  std::vector<std::string> origins;
  std::vector<std::string> grant_types;
  std::vector<std::string> scopes;
  std::string id_token_algorithm;
  std::string access_token_algorithm;
  bool pkce_required{};
  bool third_party{};
  bool may_introspect{}; ///< for those with a secret
  friend bool operator==(const register_client&, const register_client&) = default;
};
BOOST_DESCRIBE_STRUCT(register_client, (),
                      (client_id, project, name, kind, authentication, secret_digest, redirect_uris,
                       post_logout_redirect_uris, origins, grant_types, scopes, id_token_algorithm,
                       access_token_algorithm, pkce_required, third_party, may_introspect))

struct rotate_secret {
  static constexpr std::string_view type = "client.rotate_secret";
  bytes secret_digest;
  friend bool operator==(const rotate_secret&, const rotate_secret&) = default;
};
BOOST_DESCRIBE_STRUCT(rotate_secret, (), (secret_digest))

struct change_redirects {
  static constexpr std::string_view type = "client.change_redirects";
  std::vector<std::string> redirect_uris;
  std::vector<std::string> post_logout_redirect_uris;
  std::vector<std::string> origins;
  friend bool operator==(const change_redirects&, const change_redirects&) = default;
};
BOOST_DESCRIBE_STRUCT(change_redirects, (), (redirect_uris, post_logout_redirect_uris, origins))

/// What of it is to be another from now on; what is left out stays as it is, but for the grant type
/// `refresh_token`, which goes with the scopes (`grant_types_with`) unless grant types are named
/// too. What its kind may have is as at the registration.
struct change {
  static constexpr std::string_view type = "client.change";
  std::optional<std::string> name = {};
  std::optional<client_authentication> authentication = {};
  std::optional<std::vector<std::string>> redirect_uris = {};
  std::optional<std::vector<std::string>> post_logout_redirect_uris = {};
  std::optional<std::vector<std::string>> origins = {};
  std::optional<std::vector<std::string>> grant_types = {};
  std::optional<std::vector<std::string>> scopes = {};
  std::optional<std::string> id_token_algorithm = {};
  std::optional<std::string> access_token_algorithm = {};
  std::optional<bool> third_party = {};
  std::optional<bool> may_introspect = {};
  friend bool operator==(const change&, const change&) = default;
};
BOOST_DESCRIBE_STRUCT(change, (),
                      (name, authentication, redirect_uris, post_logout_redirect_uris, origins,
                       grant_types, scopes, id_token_algorithm, access_token_algorithm, third_party,
                       may_introspect))

/// Its `client_id` stays claimed: an id is never used again.
struct delete_client {
  static constexpr std::string_view type = "client.delete";
  friend bool operator==(const delete_client&, const delete_client&) = default;
};
BOOST_DESCRIBE_STRUCT(delete_client, (), ())

using command =
    std::variant<register_client, rotate_secret, change_redirects, change, delete_client>;

enum class phase : std::uint8_t { absent = 1, active, deleted };
BOOST_DESCRIBE_ENUM(phase, absent, active, deleted)

struct plain_state {
  client::phase phase = client::phase::absent;
  client_type kind = client_type::web;
  client_authentication authentication = client_authentication::none;
  std::optional<bytes> secret_digest;
  std::vector<std::string> redirect_uris;
  std::vector<std::string> post_logout_redirect_uris;
  std::vector<std::string> origins;
  std::string name;
  std::vector<std::string> grant_types;
  std::vector<std::string> scopes;
  std::string id_token_algorithm;
  std::string access_token_algorithm;
  bool third_party{};
  bool may_introspect{};
  friend bool operator==(const plain_state&, const plain_state&) = default;
};
BOOST_DESCRIBE_STRUCT(plain_state, (),
                      (phase, kind, authentication, secret_digest, redirect_uris,
                       post_logout_redirect_uris, origins, name, grant_types, scopes,
                       id_token_algorithm, access_token_algorithm, third_party, may_introspect))

template <form>
using state = plain_state;

/// The grant types of one that has these and gets these scopes: with the code flow it may refresh
/// exactly when its scopes name `offline_access` (OIDC Core section 11).
std::vector<std::string> grant_types_with(std::vector<std::string> grant_types,
                                          const std::vector<std::string>& scopes);

decision<event<opened>> decide(const state<opened>& client, const command& wish);
state<stored> evolve(state<stored> client, const event<stored>& fact);

/// The aggregate.
struct noun {
  static constexpr auto category = client::category;
  using command = client::command;
  template <form Form>
  using event = client::event<Form>;
  template <form Form>
  using state = client::state<Form>;

  static auto decide(const state<opened>& seen, const command& wish) {
    return client::decide(seen, wish);
  }
  static auto evolve(state<stored> kept, const event<stored>& fact) {
    return client::evolve(std::move(kept), fact);
  }
  static std::optional<uuid> subject(const uuid&, const state<stored>&, const event<opened>&) {
    return std::nullopt;
  }
};
static_assert(decider<noun>);

}
