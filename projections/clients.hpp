// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/client.hpp"
#include "projections/projection.hpp"

#include <array>

/// The relying parties of the workspace.
namespace muniment::clients {

using event = client::event<stored>;

/// A relying party, deleted ones included: their ids are never used again.
struct row {
  uuid id;
  std::string client_id;
  uuid project;
  std::string name;
  client::client_type kind = client::client_type::web;
  client::client_authentication authentication = client::client_authentication::none;
  std::optional<bytes> secret_digest;
  std::vector<std::string> redirect_uris;
  std::vector<std::string> post_logout_redirect_uris;
  std::vector<std::string> origins;
  std::vector<std::string> grant_types;
  std::vector<std::string> scopes;
  std::string id_token_algorithm;
  std::string access_token_algorithm;
  bool pkce_required{};
  bool third_party{};
  bool may_introspect{};
  instant registered_at;
  std::optional<instant> deleted_at;
  std::uint64_t position{};
  friend bool operator==(const row&, const row&) = default;
};
BOOST_DESCRIBE_STRUCT(row, (),
                      (id, client_id, project, name, kind, authentication, secret_digest,
                       redirect_uris, post_logout_redirect_uris, origins, grant_types, scopes,
                       id_token_algorithm, access_token_algorithm, pkce_required, third_party,
                       may_introspect, registered_at, deleted_at, position))

std::vector<uuid> keys(const recorded<event>& fact);
std::optional<row> fold(std::optional<row> known, const recorded<event>& fact);

/// The projection.
struct model {
  static constexpr std::string_view name = "clients";
  static constexpr std::array<std::string_view, 2> lookups{"client_id", "project"};
  using event = clients::event;
  using row = clients::row;
  using birth = client::registered;

  static auto keys(const recorded<event>& fact) { return clients::keys(fact); }
  static auto fold(std::optional<row> known, const uuid&, const recorded<event>& fact) {
    return clients::fold(std::move(known), fact);
  }
};
static_assert(projection<model>);

}
