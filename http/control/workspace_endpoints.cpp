// SPDX-License-Identifier: Apache-2.0
#include "actors/lawful.hpp"
#include "http/admin/refusal_problem.hpp"
#include "http/admin/rows.hpp"
#include "http/admin/sent_json.hpp"
#include "http/admin/workspace_shown.hpp"
#include "http/control/create_workspace.hpp"
#include "http/control/endpoints.hpp"
#include "http/control/rename_workspace.hpp"
#include "http/server/problems.hpp"
#include "http/server/slug.hpp"
#include "storage/provisioning.hpp"

namespace muniment::http {
namespace {

/// Throws `problem_found` unless it can be the slug of somebody's workspace.
void check_slug(const std::string& slug) {
  if (const auto fault = fault_of_slug(slug)) refuse_value("slug", describe(*fault));
  if (is_reserved_slug(slug)) refuse_value("slug", "This name is kept for the deployment itself.");
}

/// Of whoever was not made or renamed.
problem problem_of_why(const std::string& why) {
  const auto& taken = problems::issuer_taken;
  return why == taken.code.view() ? taken : problem_of_refusal(why);
}

new_workspace checked(const control_plane& plane, body::workspace sent) {
  check_slug(sent.slug);
  new_workspace wanted;
  wanted.slug = std::move(sent.slug);
  wanted.display_name = sent.display_name.value_or(wanted.slug);
  wanted.algorithm = sent.algorithm.value_or("");
  if (!wanted.algorithm.empty() && !lawful::algorithm(wanted.algorithm))
    refuse_value("algorithm", "It is none of RS256, PS256, ES256 and EdDSA.");
  wanted.issuer = plane.issuer_of(wanted.slug);
  return wanted;
}

}

/// Wakes nobody: what a workspace says of itself is shown one by one.
asio::awaitable<api::page<api::workspace_place>> list_workspaces(control_call call,
                                                                 query::list asked) {
  auto& on = call.plane->context->at;
  const auto limit = asked.limit.rows;
  auto read = [&on, after = asked.after.value_or(uuid{}), limit] {
    return storage::read_workspaces(on.connections(), after, limit);
  };
  const auto places = co_await on_reading_thread(on.reading(), std::move(read));
  api::page<api::workspace_place> page;
  for (const auto& place : places)
    page.items.push_back({place.id, place.slug});
  if (places.size() == limit) page.next = to_string(places.back().id);
  co_return page;
}

asio::awaitable<created<api::workspace>> create_workspace_asked(control_call call,
                                                                body::workspace sent) {
  auto wanted = checked(*call.plane, std::move(sent));
  const auto slug = wanted.slug;
  auto& on = call.plane->context->at;
  const auto made = co_await create_workspace(on, std::move(wanted), call.from);
  if (made.verdict == creation_verdict::existing)
    throw problem_found{problem_of(refusal_code::name_taken)};
  if (made.verdict == creation_verdict::refused) throw problem_found{problem_of_why(made.why)};
  auto found = co_await on.workspaces().find(slug);
  if (!found) throw workspace_unavailable{"it is not there"};
  auto shown = co_await shown_workspace(on, std::move(found));
  co_return created<api::workspace>{std::move(shown)};
}

asio::awaitable<api::workspace> show_workspace_of(control_call call) {
  if (fault_of_slug(call.named)) not_found();
  auto& on = call.plane->context->at;
  auto found = co_await on.workspaces().find(call.named);
  if (!found) not_found();
  co_return co_await shown_workspace(on, std::move(found));
}

asio::awaitable<api::workspace> rename_workspace_asked(control_call call, body::renaming sent) {
  check_slug(sent.slug);
  if (fault_of_slug(call.named)) not_found();
  if (call.named == oidc::operators_workspace) throw problem_found{problems::operators_name};
  auto& on = call.plane->context->at;
  auto issuer = call.plane->issuer_of(sent.slug);
  auto renamed =
      co_await rename_workspace(on, call.named, std::move(sent.slug), std::move(issuer), call.from);
  if (!renamed.now) throw problem_found{problem_of_why(renamed.why)};
  co_return co_await shown_workspace(on, std::move(renamed.now));
}

asio::awaitable<api::operation> show_deployment_operation(control_call call) {
  const auto id = uuid::parse(call.named);
  auto found = id ? call.plane->under_way->find({}, *id) : std::optional<api::operation>{};
  if (!found) not_found();
  co_return std::move(*found);
}

}
