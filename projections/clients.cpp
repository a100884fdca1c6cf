// SPDX-License-Identifier: Apache-2.0
#include "projections/clients.hpp"

namespace muniment::clients {

namespace {

void apply(row& client, const envelope& at, const client::registered& e) {
  client.id = at.stream;
  client.client_id = e.client_id;
  client.project = e.project;
  client.name = e.name;
  client.kind = e.kind;
  client.authentication = e.authentication;
  client.secret_digest = e.secret_digest;
  client.redirect_uris = e.redirect_uris;
  client.post_logout_redirect_uris = e.post_logout_redirect_uris;
  client.origins = e.origins;
  client.grant_types = e.grant_types;
  client.scopes = e.scopes;
  client.id_token_algorithm = e.id_token_algorithm;
  client.access_token_algorithm = e.access_token_algorithm;
  client.pkce_required = e.pkce_required;
  client.third_party = e.third_party;
  client.may_introspect = e.may_introspect;
  client.registered_at = at.recorded_at;
}

void apply(row& client, const envelope&, const client::secret_rotated& e) {
  client.secret_digest = e.secret_digest;
}

void apply(row& client, const envelope&, const client::redirects_changed& e) {
  client.redirect_uris = e.redirect_uris;
  client.post_logout_redirect_uris = e.post_logout_redirect_uris;
  client.origins = e.origins;
}

void apply(row& client, const envelope&, const client::settings_changed& e) {
  client.name = e.name;
  client.authentication = e.authentication;
  client.grant_types = e.grant_types;
  client.scopes = e.scopes;
  client.id_token_algorithm = e.id_token_algorithm;
  client.access_token_algorithm = e.access_token_algorithm;
  client.third_party = e.third_party;
  client.may_introspect = e.may_introspect.value_or(client.may_introspect);
}

void apply(row& client, const envelope& at, const client::deleted&) {
  client.secret_digest.reset();
  client.deleted_at = at.recorded_at;
}

}

std::vector<uuid> keys(const recorded<event>& fact) { return {fact.at.stream}; }

std::optional<row> fold(std::optional<row> known, const recorded<event>& fact) {
  return fold_stream<model::birth>(
      std::move(known), fact,
      [](row& seen, const envelope& at, const auto& event) { apply(seen, at, event); });
}

}
