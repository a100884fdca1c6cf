// SPDX-License-Identifier: Apache-2.0
#include "events/user_id.hpp"
#include "http/admin/audit_search.hpp"
#include "http/admin/endpoints.hpp"
#include "http/admin/rows.hpp"
#include "http/admin/sent_json.hpp"
#include "http/admin/wait_for_event.hpp"

#include <algorithm>

namespace muniment::http {
namespace {

audit_wish wish_for(const query::audit& asked) {
  if (asked.type && !catalogue::find_type(*asked.type) && !catalogue::find_category(*asked.type))
    refuse_value("type", "It is no type and no category of event.");
  return {asked.from, asked.to,          asked.actor,     asked.subject,
          asked.type, asked.after.value, asked.limit.rows};
}

/// Only ids of people are written in another way than as UUIDs.
std::optional<std::string> written(const std::optional<uuid>& id) {
  if (!id) return std::nullopt;
  return written_user_id(*id);
}

/// An operator is one of the deployment: a workspace has none of its own. A kind that a newer node
/// wrote is told by its number.
std::string written(actor_kind kind) {
  if (kind == actor_kind::deployment_operator) return "operator";
  const auto* name = boost::describe::enum_to_string(kind, nullptr);
  return name ? name : std::to_string(static_cast<unsigned>(kind));
}

api::audit_entry shown(const audit::row& row, const std::optional<access_metadata>& from) {
  api::audit_entry entry;
  entry.position = row.position;
  entry.recorded_at = row.recorded_at;
  entry.actor = {written(row.actor), written(row.actor_id)};
  entry.subject = written(row.subject);
  entry.type = row.type;
  entry.stream = {row.category, written_user_id(row.stream)};
  entry.version = row.version;
  entry.outcome = row.outcome;
  if (from) entry.address = from->address;
  if (from) entry.agent = from->agent;
  entry.command = row.command;
  entry.correlation = row.correlation;
  return entry;
}

/// How far somebody who asks again for what is new has seen all there is.
std::uint64_t seen_until(const audit_found& found, std::uint64_t head) {
  if (found.next) return *found.next;
  return found.rows.empty() ? head : std::max(head, found.rows.back().position);
}

}

asio::awaitable<api::audit_page> list_audit(admin_call call, query::audit asked) {
  auto wish = wish_for(asked);
  const std::chrono::seconds patience{asked.wait.value};
  if (patience.count() > 0) co_await wait_for_event(call.at, wish.after, patience);
  const auto now = co_await call.at->status();
  co_await wait_for_table(call.at, audit::model::name);
  auto search = [at = call.at, wish = std::move(wish), head = now.head] {
    return search_audit(at->views().get<audit::model>(), wish, head);
  };
  const auto found = co_await on_reading_thread(call.context->at.reading(), std::move(search));
  const auto from = co_await call.at->open_access(found.rows);
  api::audit_page page;
  for (std::size_t row = 0; row < found.rows.size(); ++row)
    page.items.push_back(shown(found.rows[row], from[row]));
  if (found.next) page.next = std::to_string(*found.next);
  page.seen_until = seen_until(found, now.head);
  co_return page;
}

}
