// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/codec/json.hpp"
#include "http/admin/admission.hpp"
#include "http/server/problem.hpp"
#include "http/server/routes.hpp"
#include "http/server/work_pool.hpp"
#include "storage/failure.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <concepts>

/// How endpoints read.
namespace muniment::http {

/// What `read` returns, on a reading thread; throws `workspace_unavailable` when the pool is full
/// or the database out of reach.
template <std::invocable Read>
asio::awaitable<std::invoke_result_t<Read>> on_reading_thread(node& at, Read read) {
  using result = std::invoke_result_t<Read>;
  auto guarded = [read = std::move(read)]() -> std::optional<result> {
    try {
      return read();
    } catch (const storage::failure&) {
      return std::nullopt;
    }
  };
  auto found = co_await at.reading().run(std::move(guarded));
  if (!found || !*found) throw workspace_unavailable{};
  co_return std::move(**found);
}

/// Waits until the table of a read model reflects all that was acknowledged.
inline asio::awaitable<void> wait_for_table(std::shared_ptr<workspace> at,
                                            std::string_view projection) {
  std::string name{projection};
  const bool reached = co_await at->persisted(std::move(name));
  if (!reached) throw workspace_unavailable{};
}

/// Rows of a read model in key order.
template <projection P>
asio::awaitable<std::vector<typename P::row>>
read_rows(admin_call call, std::optional<key_of<typename P::row>> after, std::size_t limit) {
  co_await wait_for_table(call.at, P::name);
  auto read = [at = call.at, after, limit] {
    return at->views().template get<P>().list(after, limit);
  };
  co_return co_await on_reading_thread(call.context->at, std::move(read));
}

/// The named segment of the path; what it is called in the route's pattern decides nothing.
inline std::string_view segment(const request& asked, std::string_view pattern) {
  const auto captured = fit(pattern, asked.path);
  return captured && !captured->empty() ? captured->front().value : std::string_view{};
}

[[noreturn]] inline void not_found() {
  throw problem_found{
      {404, "not_found", "There is no such thing here.", "Check the id and the workspace."}};
}

/// A page of a list; `next` is left out when empty.
inline boost::json::object page_of(boost::json::array items, const std::string& next) {
  boost::json::object body;
  body["items"] = std::move(items);
  if (!next.empty()) body["next"] = next;
  return body;
}

}
