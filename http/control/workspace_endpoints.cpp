// SPDX-License-Identifier: Apache-2.0
#include "actors/lawful.hpp"
#include "http/admin/list_query.hpp"
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

/// A slug that somebody chose for a workspace of theirs.
std::string chosen_slug(sent_json& body) {
  auto slug = body.text("slug");
  if (const auto fault = fault_of_slug(slug)) refuse_value("slug", describe(*fault));
  if (is_reserved_slug(slug)) refuse_value("slug", "This name is kept for the deployment itself.");
  return slug;
}

new_workspace read_workspace(const control_plane& plane, const request& asked) {
  sent_json body{asked};
  new_workspace wanted;
  wanted.slug = chosen_slug(body);
  wanted.display_name = body.text_if_any("display_name").value_or(wanted.slug);
  wanted.algorithm = body.text_if_any("algorithm").value_or("");
  body.finish();
  if (!wanted.algorithm.empty() && !lawful::algorithm(wanted.algorithm))
    refuse_value("algorithm", "It is none of RS256, PS256, ES256 and EdDSA.");
  wanted.issuer = plane.issuer_of(wanted.slug);
  return wanted;
}

}

/// Wakes nobody: what a workspace says of itself is shown one by one.
asio::awaitable<response> list_workspaces(control_call call) {
  list_query query{*call.asked};
  const auto limit = query.limit();
  const auto after = query.id("after").value_or(uuid{});
  query.finish();
  auto& on = call.plane->context->at;
  auto read = [&on, after, limit] {
    return storage::read_workspaces(on.connections(), after, limit);
  };
  const auto places = co_await on_reading_thread(on.reading(), std::move(read));
  boost::json::array items;
  for (const auto& place : places) {
    boost::json::object item;
    item["id"] = to_string(place.id);
    item["slug"] = place.slug;
    items.emplace_back(std::move(item));
  }
  const auto next = places.size() == limit ? to_string(places.back().id) : std::string{};
  co_return json_of(200, page_of(std::move(items), next));
}

asio::awaitable<response> create_workspace_asked(control_call call) {
  auto wanted = read_workspace(*call.plane, *call.asked);
  const auto slug = wanted.slug;
  auto& on = call.plane->context->at;
  const auto made = co_await create_workspace(on, std::move(wanted), call.from);
  if (made.verdict == creation_verdict::existing)
    throw problem_found{problem_of(refusal_code::name_taken)};
  if (made.verdict == creation_verdict::refused) throw problem_found{problem_of_refusal(made.why)};
  auto found = co_await on.workspaces().find(slug);
  if (!found) throw workspace_unavailable{"it is not there"};
  const auto body = co_await shown_workspace(on, std::move(found));
  co_return json_of(201, body);
}

asio::awaitable<response> show_workspace_of(control_call call) {
  if (fault_of_slug(call.named)) not_found();
  auto& on = call.plane->context->at;
  auto found = co_await on.workspaces().find(call.named);
  if (!found) not_found();
  const auto body = co_await shown_workspace(on, std::move(found));
  co_return json_of(200, body);
}

asio::awaitable<response> rename_workspace_asked(control_call call) {
  sent_json body{*call.asked};
  auto slug = chosen_slug(body);
  body.finish();
  if (fault_of_slug(call.named)) not_found();
  if (call.named == oidc::operators_workspace) throw problem_found{problems::operators_name};
  auto& on = call.plane->context->at;
  auto issuer = call.plane->issuer_of(slug);
  auto renamed =
      co_await rename_workspace(on, call.named, std::move(slug), std::move(issuer), call.from);
  if (!renamed.now) throw problem_found{problem_of_refusal(renamed.why)};
  const auto shown = co_await shown_workspace(on, std::move(renamed.now));
  co_return json_of(200, shown);
}

asio::awaitable<response> show_deployment_operation(control_call call) {
  const auto id = uuid::parse(call.named);
  const auto found =
      id ? call.plane->under_way->find({}, *id) : std::optional<boost::json::object>{};
  if (!found) not_found();
  co_return json_of(200, *found);
}

}
