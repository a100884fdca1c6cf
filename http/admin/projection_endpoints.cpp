// SPDX-License-Identifier: Apache-2.0
#include "http/admin/endpoints.hpp"
#include "http/admin/operations.hpp"
#include "http/admin/projection_work.hpp"
#include "http/admin/rows.hpp"

namespace muniment::http {
namespace {

api::projection shown(const projection_status& each) {
  api::projection told{each.projection, each.phase, each.folded, each.persisted, {}, {}};
  if (each.phase == projection_phase::parked) {
    told.parked_at = each.parked_at;
    told.reason = each.reason;
  }
  return told;
}

std::string wanted_projection(const admin_call& call) {
  if (!is_projection(call.named)) not_found();
  return call.named;
}

}

asio::awaitable<api::projections_page> list_projections(admin_call call) {
  const auto now = co_await call.at->status();
  api::projections_page told;
  for (const auto& each : now.projections)
    told.items.push_back(shown(each));
  told.head = now.head;
  co_return told;
}

asio::awaitable<begun<api::operation>> rebuild_projection(admin_call call) {
  const auto name = wanted_projection(call);
  auto folding = co_await call.at->projector();
  auto work = rebuild_work(call.context->at, call.at, std::move(folding), name);
  co_return begun_reply(
      call.context->under_way->begin(call.at->identity().id, "rebuild", name, std::move(work)));
}

asio::awaitable<begun<api::operation>> verify_projection(admin_call call) {
  const auto name = wanted_projection(call);
  auto work = verify_work(call.context->at, call.at, name);
  co_return begun_reply(
      call.context->under_way->begin(call.at->identity().id, "verify", name, std::move(work)));
}

asio::awaitable<api::operation> show_operation(admin_call call) {
  const auto id = uuid::parse(call.named);
  auto found = id ? call.context->under_way->find(call.at->identity().id, *id)
                  : std::optional<api::operation>{};
  if (!found) not_found();
  co_return std::move(*found);
}

}
