// SPDX-License-Identifier: Apache-2.0
#include "events/user_id.hpp"
#include "http/admin/audit_search.hpp"
#include "http/admin/endpoints.hpp"
#include "http/admin/list_query.hpp"
#include "http/admin/rows.hpp"
#include "http/admin/sent_json.hpp"
#include "http/admin/wait_for_event.hpp"

#include <algorithm>

namespace muniment::http {
namespace {

struct audit_asked {
  audit_wish wish;
  std::chrono::seconds wait{0}; ///< for something after where the search begins
};

audit_asked read_wish(const request& asked) {
  list_query query{asked};
  audit_asked read;
  auto& wish = read.wish;
  wish.from = query.moment("from");
  wish.until = query.moment("to");
  wish.actor = query.id("actor");
  wish.subject = query.id("subject");
  wish.type = query.text("type");
  wish.after = query.number("after", INT64_MAX).value_or(0);
  wish.limit = query.limit();
  read.wait = std::chrono::seconds{query.number("wait", longest_event_wait).value_or(0)};
  query.finish();
  if (wish.type && !catalogue::find_type(*wish.type) && !catalogue::find_category(*wish.type))
    refuse_value("type", "It is no type and no category of event.");
  return read;
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

boost::json::object shown(const audit::row& row, const std::optional<access_metadata>& from) {
  boost::json::object item;
  item["position"] = row.position;
  item["recorded_at"] = to_string(row.recorded_at);
  item["actor"] = {{"kind", written(row.actor)}, {"id", written(row.actor_id)}};
  item["subject"] = written(row.subject);
  item["type"] = row.type;
  item["stream"] = {{"category", row.category}, {"id", written(row.stream)}};
  item["version"] = row.version;
  item["outcome"] = to_json(row.outcome);
  item["address"] = from ? to_json(from->address) : nullptr;
  item["agent"] = from ? to_json(from->agent) : nullptr;
  item["command"] = to_string(row.command);
  item["correlation"] = to_json(row.correlation);
  return item;
}

/// How far somebody who asks again for what is new has seen all there is.
std::uint64_t seen_until(const audit_found& found, std::uint64_t head) {
  if (found.next) return *found.next;
  return found.rows.empty() ? head : std::max(head, found.rows.back().position);
}

}

asio::awaitable<response> list_audit(admin_call call) {
  auto asked = read_wish(*call.asked);
  if (asked.wait.count() > 0) co_await wait_for_event(call.at, asked.wish.after, asked.wait);
  const auto now = co_await call.at->status();
  co_await wait_for_table(call.at, audit::model::name);
  auto search = [at = call.at, wish = std::move(asked.wish), head = now.head] {
    return search_audit(at->views().get<audit::model>(), wish, head);
  };
  const auto found = co_await on_reading_thread(call.context->at.reading(), std::move(search));
  boost::json::array items;
  for (const auto& row : found.rows) {
    const auto from = co_await call.at->open_access(row);
    items.push_back(shown(row, from));
  }
  const auto next = found.next ? std::to_string(*found.next) : std::string{};
  auto page = page_of(std::move(items), next);
  page["seen_until"] = seen_until(found, now.head);
  co_return json_of(200, page);
}

}
