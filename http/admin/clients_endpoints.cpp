// SPDX-License-Identifier: Apache-2.0
#include "http/admin/client_shown.hpp"
#include "http/admin/clients.hpp"
#include "http/admin/endpoints.hpp"
#include "http/admin/past_rows.hpp"
#include "http/admin/projects.hpp"
#include "http/admin/redirects.hpp"
#include "http/admin/refusal_problem.hpp"
#include "http/admin/sent_json.hpp"

namespace muniment::http {
namespace {

bool has_redirects(client::client_type type) { return type != client::client_type::service; }

client::client_authentication as_registered(body::secret_shown how) {
  using client::client_authentication;
  return how == body::secret_shown::client_secret_basic ? client_authentication::client_secret_basic
                                                        : client_authentication::client_secret_post;
}

/// What is wrong is told by the member it is wrong in.
new_client checked(body::client sent, const std::string& usual_algorithm) {
  new_client wanted;
  if (has_redirects(sent.type) && sent.redirect_uris.empty())
    refuse_value("redirect_uris", "A client of this type has at least one.");
  check_redirects("redirect_uris", sent.redirect_uris, sent.type);
  check_redirects("post_logout_redirect_uris", sent.post_logout_redirect_uris, sent.type);
  wanted.name = std::move(sent.name);
  wanted.kind = sent.type;
  wanted.client_id = sent.client_id.value_or("");
  wanted.redirect_uris = std::move(sent.redirect_uris);
  wanted.post_logout_redirect_uris = std::move(sent.post_logout_redirect_uris);
  wanted.origins = std::move(sent.origins);
  if (!sent.scopes.empty() || !has_redirects(sent.type)) wanted.scopes = std::move(sent.scopes);
  wanted.algorithm = sent.algorithm.value_or(usual_algorithm);
  wanted.third_party = sent.third_party.value_or(wanted.third_party);
  if (sent.authentication) wanted.authentication = as_registered(*sent.authentication);
  wanted.may_introspect = sent.may_introspect.value_or(false);
  wanted.project = sent.project.value_or(wanted.project);
  return wanted;
}

}

asio::awaitable<api::then<api::page<api::client>>> list_clients(admin_call call,
                                                                query::list_then asked) {
  const auto at = co_await past_asked(call, asked.as_of, clients::model::name);
  const auto found = co_await list_rows_at<clients::model>(call, asked.after, asked.limit.rows, at);
  api::then<api::page<api::client>> page{{{}, next_of(found.next)}, told_past(at)};
  for (const auto& row : found.rows)
    page.items.push_back(shown_client(row));
  co_return page;
}

asio::awaitable<api::then<api::client>> show_client(admin_call call, query::then asked) {
  const auto at = co_await past_asked(call, asked.as_of, clients::model::name);
  auto now = co_await named_client(call);
  const auto row = co_await row_then<clients::model>(call, std::move(now), at);
  if (!row) not_found();
  co_return api::then<api::client>{shown_client(*row), told_past(at)};
}

asio::awaitable<created<api::client_with_secret>> create_client(admin_call call,
                                                                body::client sent) {
  auto wanted = checked(std::move(sent), call.context->at.key_terms().algorithm);
  const auto project = co_await find_project(call.at, wanted.project);
  if (!project) refuse_value("project", "There is no project of that name or id.");
  wanted.project = project->name;
  const auto entered = co_await register_client(*call.at, wanted, call.from);
  if (!entered.why.empty()) throw problem_found{problem_of_refusal(entered.why)};
  created<api::client_with_secret> told{{shown_as_entered(entered, wanted), {}}};
  if (!entered.secret.empty()) told.client_secret = entered.secret;
  co_return told;
}

}
