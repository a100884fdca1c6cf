// SPDX-License-Identifier: Apache-2.0
#include "http/admin/clients.hpp"
#include "http/admin/endpoints.hpp"
#include "http/admin/list_query.hpp"
#include "http/admin/refusal_problem.hpp"
#include "http/admin/rows.hpp"
#include "http/admin/sent_json.hpp"
#include "http/oidc/pending.hpp"
#include "http/oidc/redirect_uri.hpp"

#include <boost/describe/enum_from_string.hpp>

namespace muniment::http {
namespace {

/// A relying party as the API shows it: without the digest of its secret.
struct client_shown {
  uuid id;
  std::string client_id;
  std::string name;
  client::client_type type = client::client_type::web;
  client::client_authentication authentication = client::client_authentication::none;
  std::vector<std::string> redirect_uris;
  std::vector<std::string> post_logout_redirect_uris;
  std::vector<std::string> origins;
  std::vector<std::string> grant_types;
  std::vector<std::string> scopes;
  bool third_party{};
  bool may_introspect{};
  instant registered_at;
  std::optional<instant> deleted_at;
};
BOOST_DESCRIBE_STRUCT(client_shown, (),
                      (id, client_id, name, type, authentication, redirect_uris,
                       post_logout_redirect_uris, origins, grant_types, scopes, third_party,
                       may_introspect, registered_at, deleted_at))

boost::json::value shown(const clients::row& row) {
  return to_json(client_shown{row.id, row.client_id, row.name, row.kind, row.authentication,
                              row.redirect_uris, row.post_logout_redirect_uris, row.origins,
                              row.grant_types, row.scopes, row.third_party, row.may_introspect,
                              row.registered_at, row.deleted_at});
}

/// One that was just entered: of what was wished, since a read could fail where the entry has not,
/// and with it the secret that is told once. The journal alone knows the moment.
boost::json::object shown_as_entered(const client_reply& entered, const new_client& wanted) {
  const client_shown all{entered.id,
                         entered.client_id,
                         wanted.name,
                         wanted.kind,
                         authentication_of(wanted),
                         wanted.redirect_uris,
                         wanted.post_logout_redirect_uris,
                         wanted.origins,
                         grant_types_of(wanted),
                         wanted.scopes,
                         wanted.third_party,
                         wanted.may_introspect,
                         {},
                         {}};
  auto body = to_json(all).as_object();
  body.erase("registered_at");
  return body;
}

client::client_type read_type(const std::string& name) {
  client::client_type type{};
  if (!boost::describe::enum_from_string(name.c_str(), type))
    refuse_value("type", "It is none of web, spa, native and service.");
  return type;
}

/// How it shows its secret, by the name of RFC 7591.
client::client_authentication read_authentication(const std::string& name) {
  using client::client_authentication;
  if (name == "client_secret_basic") return client_authentication::client_secret_basic;
  if (name == "client_secret_post") return client_authentication::client_secret_post;
  refuse_value("authentication", "It is neither client_secret_basic nor client_secret_post.");
}

bool has_redirects(client::client_type type) { return type != client::client_type::service; }

void check_redirects(const char* member, const std::vector<std::string>& uris,
                     client::client_type type) {
  for (const auto& each : uris)
    if (const auto fault = oidc::fault_of_redirect_uri(each, oidc::kind_of(type)))
      refuse_value(member, oidc::describe(*fault));
}

new_client read_client(const request& asked, const std::string& usual_algorithm) {
  sent_json body{asked};
  new_client wanted;
  wanted.name = body.text("name");
  wanted.kind = read_type(body.text("type"));
  wanted.client_id = body.text_if_any("client_id").value_or("");
  wanted.redirect_uris = body.texts("redirect_uris");
  wanted.origins = body.texts("origins");
  if (auto scopes = body.texts("scopes"); !scopes.empty() || !has_redirects(wanted.kind))
    wanted.scopes = std::move(scopes);
  wanted.algorithm = body.text_if_any("algorithm").value_or(usual_algorithm);
  wanted.third_party = body.flag_if_any("third_party").value_or(wanted.third_party);
  wanted.post_logout_redirect_uris = body.texts("post_logout_redirect_uris");
  if (const auto method = body.text_if_any("authentication"))
    wanted.authentication = read_authentication(*method);
  wanted.may_introspect = body.flag_if_any("may_introspect").value_or(false);
  body.finish();
  if (has_redirects(wanted.kind) && wanted.redirect_uris.empty())
    refuse_value("redirect_uris", "A client of this type has at least one.");
  check_redirects("redirect_uris", wanted.redirect_uris, wanted.kind);
  check_redirects("post_logout_redirect_uris", wanted.post_logout_redirect_uris, wanted.kind);
  return wanted;
}

}

asio::awaitable<response> list_clients(admin_call call) {
  list_query query{*call.asked};
  const auto limit = query.limit();
  const auto after = query.id("after");
  query.finish();
  const auto rows = co_await read_rows<clients::model>(call, after, limit);
  boost::json::array items;
  for (const auto& row : rows)
    items.push_back(shown(row));
  const auto next = rows.size() == limit ? to_string(rows.back().id) : std::string{};
  co_return json_of(200, page_of(std::move(items), next));
}

asio::awaitable<response> show_client(admin_call call) {
  const auto row = co_await oidc::find_client(*call.at, call.named);
  if (!row) not_found();
  co_return json_of(200, shown(*row));
}

asio::awaitable<response> create_client(admin_call call) {
  const auto wanted = read_client(*call.asked, call.context->at.key_terms().algorithm);
  const auto entered = co_await register_client(*call.at, wanted, call.from);
  if (!entered.why.empty()) throw problem_found{problem_of_refusal(entered.why)};
  auto body = shown_as_entered(entered, wanted);
  if (!entered.secret.empty()) body["client_secret"] = entered.secret;
  co_return json_of(201, body);
}

}
