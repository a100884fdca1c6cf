// SPDX-License-Identifier: Apache-2.0
#include "events/user_id.hpp"
#include "http/admin/audit_search.hpp"
#include "http/admin/endpoints.hpp"
#include "http/admin/list_query.hpp"
#include "http/admin/rows.hpp"
#include "http/admin/sent_json.hpp"

namespace muniment::http {
namespace {

audit_wish read_wish(const request& asked) {
  list_query query{asked};
  audit_wish wish;
  wish.from = query.moment("from");
  wish.until = query.moment("to");
  wish.actor = query.id("actor");
  wish.subject = query.id("subject");
  wish.type = query.text("type");
  wish.after = query.number("after", INT64_MAX).value_or(0);
  wish.limit = query.limit();
  query.finish();
  if (wish.type && !catalogue::find_type(*wish.type) && !catalogue::find_category(*wish.type))
    refuse_value("type", "It is no type and no category of event.");
  return wish;
}

/// Only ids of people are written in another way than as UUIDs.
boost::json::value written(const std::optional<uuid>& id) {
  if (!id) return nullptr;
  return boost::json::string{written_user_id(*id)};
}

/// An operator is one of the deployment: a workspace has none of its own.
boost::json::value written(actor_kind kind) {
  return kind == actor_kind::deployment_operator ? boost::json::value("operator") : to_json(kind);
}

boost::json::object shown(const audit::row& row) {
  boost::json::object item;
  item["position"] = row.position;
  item["recorded_at"] = to_string(row.recorded_at);
  item["actor"] = {{"kind", written(row.actor)}, {"id", written(row.actor_id)}};
  item["subject"] = written(row.subject);
  item["type"] = row.type;
  item["stream"] = {{"category", row.category}, {"id", written(row.stream)}};
  item["version"] = row.version;
  item["outcome"] = to_json(row.outcome);
  item["command"] = to_string(row.command);
  item["correlation"] = to_json(row.correlation);
  return item;
}

}

asio::awaitable<response> list_audit(admin_call call) {
  auto wish = read_wish(*call.asked);
  const auto now = co_await call.at->status();
  co_await wait_for_table(call.at, audit::model::name);
  auto search = [at = call.at, wish = std::move(wish), head = now.head] {
    return search_audit(at->views().get<audit::model>(), wish, head);
  };
  const auto found = co_await on_reading_thread(call.context->at.reading(), std::move(search));
  boost::json::array items;
  for (const auto& row : found.rows)
    items.push_back(shown(row));
  const auto next = found.next ? std::to_string(*found.next) : std::string{};
  co_return json_of(200, page_of(std::move(items), next));
}

}
