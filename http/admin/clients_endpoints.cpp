// SPDX-License-Identifier: Apache-2.0
#include "http/admin/client_shown.hpp"
#include "http/admin/clients.hpp"
#include "http/admin/endpoints.hpp"
#include "http/admin/past_rows.hpp"
#include "http/admin/projects.hpp"
#include "http/admin/redirects.hpp"
#include "http/admin/refusal_problem.hpp"
#include "http/admin/sent_json.hpp"

#include <boost/describe/enum_from_string.hpp>

namespace muniment::http {
namespace {

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

new_client read_client(const request& asked, const std::string& usual_algorithm) {
  sent_json body{asked};
  new_client wanted;
  wanted.name = body.text("name");
  wanted.kind = read_type(body.text("type"));
  wanted.client_id = body.text_if_any("client_id").value_or("");
  wanted.redirect_uris = body.texts("redirect_uris");
  wanted.post_logout_redirect_uris = body.texts("post_logout_redirect_uris");
  wanted.origins = body.texts("origins");
  if (auto scopes = body.texts("scopes"); !scopes.empty() || !has_redirects(wanted.kind))
    wanted.scopes = std::move(scopes);
  wanted.algorithm = body.text_if_any("algorithm").value_or(usual_algorithm);
  wanted.third_party = body.flag_if_any("third_party").value_or(wanted.third_party);
  if (const auto method = body.text_if_any("authentication"))
    wanted.authentication = read_authentication(*method);
  wanted.may_introspect = body.flag_if_any("may_introspect").value_or(false);
  wanted.project = body.text_if_any("project").value_or(wanted.project);
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
  const auto wish = read_as_of(query);
  query.finish();
  const auto at = co_await past_asked(call, wish, clients::model::name);
  const auto found = co_await list_rows_at<clients::model>(call, after, limit, at);
  boost::json::array items;
  for (const auto& row : found.rows)
    items.push_back(shown_client(row));
  auto body = page_of(std::move(items), next_of(found));
  tell_past(body, at);
  co_return json_of(200, body);
}

asio::awaitable<response> show_client(admin_call call) {
  const auto at = co_await past_asked_of_one(call, clients::model::name);
  auto now = co_await named_client(call);
  const auto row = co_await row_then<clients::model>(call, std::move(now), at);
  if (!row) not_found();
  auto body = shown_client(*row);
  tell_past(body, at);
  co_return json_of(200, body);
}

asio::awaitable<response> create_client(admin_call call) {
  auto wanted = read_client(*call.asked, call.context->at.key_terms().algorithm);
  const auto project = co_await find_project(call.at, wanted.project);
  if (!project) refuse_value("project", "There is no project of that name or id.");
  wanted.project = project->name;
  const auto entered = co_await register_client(*call.at, wanted, call.from);
  if (!entered.why.empty()) throw problem_found{problem_of_refusal(entered.why)};
  auto body = shown_as_entered(entered, wanted);
  if (!entered.secret.empty()) body["client_secret"] = entered.secret;
  co_return json_of(201, body);
}

}
