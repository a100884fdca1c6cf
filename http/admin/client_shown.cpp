// SPDX-License-Identifier: Apache-2.0
#include "http/admin/client_shown.hpp"

#include "http/oidc/pending.hpp"

namespace muniment::http {
api::client shown_client(const clients::row& row) {
  return {row.id,
          row.client_id,
          row.name,
          row.kind,
          row.authentication,
          row.project,
          row.redirect_uris,
          row.post_logout_redirect_uris,
          row.origins,
          row.grant_types,
          row.scopes,
          row.id_token_algorithm,
          row.access_token_algorithm,
          row.third_party,
          row.may_introspect,
          row.registered_at,
          row.deleted_at};
}

api::client shown_as_entered(const client_reply& entered, const new_client& wanted) {
  return {entered.id,
          entered.client_id,
          wanted.name,
          wanted.kind,
          authentication_of(wanted),
          entered.project,
          wanted.redirect_uris,
          wanted.post_logout_redirect_uris,
          wanted.origins,
          grant_types_of(wanted),
          wanted.scopes,
          wanted.algorithm,
          wanted.algorithm,
          wanted.third_party,
          wanted.may_introspect,
          {},
          {}};
}

asio::awaitable<std::shared_ptr<const clients::row>> named_client(admin_call call) {
  auto row = co_await oidc::find_client(*call.at, call.named);
  if (!row) not_found();
  co_return row;
}

}
