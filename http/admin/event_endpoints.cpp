// SPDX-License-Identifier: Apache-2.0
#include "http/admin/endpoints.hpp"
#include "http/admin/list_query.hpp"
#include "http/admin/rows.hpp"
#include "http/admin/wait_for_event.hpp"

#include "storage/journal_reader.hpp"

namespace muniment::http {
namespace {

/// A body that this binary cannot read is shown as what it is.
boost::json::value shown(const storage::event_row& row) {
  const auto body = decode_body(row.body);
  if (body)
    if (auto whole = catalogue::to_json(*body)) return std::move(*whole);
  return boost::json::object{{"position", row.position}, {"unreadable", octets_to_json(row.body)}};
}

}

asio::awaitable<response> list_events(admin_call call) {
  list_query query{*call.asked};
  const auto after = query.number("after", INT64_MAX).value_or(0);
  const auto limit = query.limit();
  const auto wait = query.number("wait", longest_event_wait).value_or(0);
  query.finish();
  if (wait > 0) co_await wait_for_event(call.at, after, std::chrono::seconds{wait});
  auto read = [&connections = call.context->at.connections(), schema = call.at->place().schema,
               after, limit] {
    return storage::journal_reader{connections}.read_page(schema, after, limit);
  };
  const auto rows = co_await on_reading_thread(call.context->at.reading(), std::move(read));
  boost::json::array items;
  for (const auto& row : rows)
    items.push_back(shown(row));
  const auto next = rows.empty() ? std::string{} : std::to_string(rows.back().position);
  co_return json_of(200, page_of(std::move(items), next));
}

}
