// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/door.hpp"
#include "http/server/work_pool.hpp"
#include "storage/failure.hpp"

#include <chrono>
#include <concepts>
#include <optional>
#include <string>
#include <utility>

namespace muniment::http {

/// How long what a request needs may wait for a thread. After that the request has been answered
/// with 503, or is about to be (`server_limits::handler`).
inline constexpr std::chrono::seconds longest_wait_for_thread{10};

/// What `read` returns, on a reading thread; throws `workspace_unavailable` when the pool is full,
/// no thread is free in time, or the database is out of reach.
template <std::invocable Read>
asio::awaitable<std::invoke_result_t<Read>> on_reading_thread(work_pool& reading, Read read) {
  using result = std::invoke_result_t<Read>;
  using outcome = std::pair<std::optional<result>, std::string>;
  auto guarded = [read = std::move(read)]() -> outcome {
    try {
      return {read(), {}};
    } catch (const storage::failure& why) {
      return {std::nullopt, why.what()};
    }
  };
  const auto until = std::chrono::steady_clock::now() + longest_wait_for_thread;
  auto found = co_await reading.run(std::move(guarded), until);
  if (!found) throw workspace_unavailable{"the reading threads are busy"};
  if (!found->first) throw workspace_unavailable{found->second};
  co_return std::move(*found->first);
}

}
