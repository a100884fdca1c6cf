// SPDX-License-Identifier: Apache-2.0
#include "http/admin/client_shown.hpp"

#include "events/codec/json.hpp"
#include "http/oidc/pending.hpp"

namespace muniment::http {
namespace {

struct client_shown {
  uuid id;
  std::string client_id;
  std::string name;
  client::client_type type = client::client_type::web;
  client::client_authentication authentication = client::client_authentication::none;
  uuid project;
  std::vector<std::string> redirect_uris;
  std::vector<std::string> post_logout_redirect_uris;
  std::vector<std::string> origins;
  std::vector<std::string> grant_types;
  std::vector<std::string> scopes;
  std::string id_token_algorithm;
  std::string access_token_algorithm;
  bool third_party{};
  bool may_introspect{};
  instant registered_at;
  std::optional<instant> deleted_at;
};
BOOST_DESCRIBE_STRUCT(client_shown, (),
                      (id, client_id, name, type, authentication, project, redirect_uris,
                       post_logout_redirect_uris, origins, grant_types, scopes, id_token_algorithm,
                       access_token_algorithm, third_party, may_introspect, registered_at,
                       deleted_at))

}

boost::json::object shown_client(const clients::row& row) {
  return to_json(client_shown{row.id, row.client_id, row.name, row.kind, row.authentication,
                              row.project, row.redirect_uris, row.post_logout_redirect_uris,
                              row.origins, row.grant_types, row.scopes, row.id_token_algorithm,
                              row.access_token_algorithm, row.third_party, row.may_introspect,
                              row.registered_at, row.deleted_at})
      .as_object();
}

boost::json::object shown_as_entered(const client_reply& entered, const new_client& wanted) {
  auto body = to_json(client_shown{entered.id,
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
                                   {}})
                  .as_object();
  body.erase("registered_at");
  return body;
}

asio::awaitable<std::shared_ptr<const clients::row>> named_client(admin_call call) {
  auto row = co_await oidc::find_client(*call.at, call.named);
  if (!row) not_found();
  co_return row;
}

}
