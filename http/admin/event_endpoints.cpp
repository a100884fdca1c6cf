// SPDX-License-Identifier: Apache-2.0
#include "http/admin/endpoints.hpp"
#include "http/admin/list_query.hpp"
#include "http/admin/rows.hpp"

#include "storage/journal_reader.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace muniment::http {
namespace {

using namespace std::chrono_literals;

/// Below the time a handler has.
constexpr std::uint64_t longest_wait = 5;
constexpr auto between_looks = 100ms;

/// Until there is an event after `position`, at most for `patience`.
asio::awaitable<void> wait_for_event(std::shared_ptr<workspace> at, std::uint64_t position,
                                     std::chrono::seconds patience) {
  const auto until = std::chrono::steady_clock::now() + patience;
  asio::steady_timer pause{co_await asio::this_coro::executor};
  for (;;) {
    const auto now = co_await at->status();
    if (now.head > position || std::chrono::steady_clock::now() >= until) co_return;
    pause.expires_after(between_looks);
    co_await pause.async_wait(asio::use_awaitable);
  }
}

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
  const auto wait = query.number("wait", longest_wait).value_or(0);
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
