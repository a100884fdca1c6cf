// SPDX-License-Identifier: Apache-2.0
#include "http/admin/endpoints.hpp"
#include "http/admin/rows.hpp"
#include "http/admin/wait_for_event.hpp"

#include "storage/journal_reader.hpp"

namespace muniment::http {
namespace {

using shown_event = either<api::event, api::unreadable_event>;

/// A body that this binary cannot read is shown as what it is.
shown_event shown(const storage::event_row& row) {
  const auto body = decode_body(row.body);
  if (body)
    if (auto whole = catalogue::to_json(*body)) return {std::move(whole->as_object())};
  return {shown_json(api::unreadable_event{row.position, row.body}).as_object()};
}

}

asio::awaitable<api::page<shown_event>> list_events(admin_call call, query::events asked) {
  const auto after = asked.after.value;
  const std::chrono::seconds patience{asked.wait.value};
  if (patience.count() > 0) co_await wait_for_event(call.at, after, patience);
  auto read = [&connections = call.context->at.connections(), schema = call.at->place().schema,
               after, limit = asked.limit.rows] {
    return storage::journal_reader{connections}.read_page(schema, after, limit);
  };
  const auto rows = co_await on_reading_thread(call.context->at.reading(), std::move(read));
  api::page<shown_event> page;
  for (const auto& row : rows)
    page.items.push_back(shown(row));
  if (!rows.empty()) page.next = std::to_string(rows.back().position);
  co_return page;
}

}
