// SPDX-License-Identifier: Apache-2.0
#include "http/admin/endpoints.hpp"
#include "http/admin/operations.hpp"
#include "http/admin/projection_work.hpp"
#include "http/admin/rows.hpp"

namespace muniment::http {
namespace {

const char* name_of(projection_phase phase) {
  switch (phase) {
  case projection_phase::opening:
    return "opening";
  case projection_phase::folding:
    return "folding";
  case projection_phase::held:
    return "held";
  case projection_phase::parked:
    break;
  }
  return "parked";
}

boost::json::object shown(const projection_status& each) {
  boost::json::object item;
  item["name"] = each.projection;
  item["phase"] = name_of(each.phase);
  item["folded"] = each.folded;
  item["persisted"] = each.persisted;
  if (each.phase == projection_phase::parked) {
    item["parked_at"] = each.parked_at;
    item["reason"] = each.reason;
  }
  return item;
}

std::string wanted_projection(const admin_call& call) {
  if (!is_projection(call.named)) not_found();
  return call.named;
}

}

asio::awaitable<response> list_projections(admin_call call) {
  const auto now = co_await call.at->status();
  boost::json::array items;
  for (const auto& each : now.projections)
    items.push_back(shown(each));
  auto body = page_of(std::move(items), "");
  body["head"] = now.head;
  co_return json_of(200, body);
}

asio::awaitable<response> rebuild_projection(admin_call call) {
  const auto name = wanted_projection(call);
  auto folding = co_await call.at->projector();
  auto work = rebuild_work(call.context->at, call.at, std::move(folding), name);
  co_return begun_reply(
      call.context->under_way->begin(call.at->identity().id, "rebuild", name, std::move(work)));
}

asio::awaitable<response> verify_projection(admin_call call) {
  const auto name = wanted_projection(call);
  auto work = verify_work(call.context->at, call.at, name);
  co_return begun_reply(
      call.context->under_way->begin(call.at->identity().id, "verify", name, std::move(work)));
}

asio::awaitable<response> show_operation(admin_call call) {
  const auto id = uuid::parse(call.named);
  const auto found = id ? call.context->under_way->find(call.at->identity().id, *id)
                        : std::optional<boost::json::object>{};
  if (!found) not_found();
  co_return json_of(200, *found);
}

}
