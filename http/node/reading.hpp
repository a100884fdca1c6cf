// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/door.hpp"
#include "http/server/work_pool.hpp"
#include "storage/failure.hpp"

#include <concepts>
#include <optional>

namespace muniment::http {

/// What `read` returns, on a reading thread; throws `workspace_unavailable` when the pool is full
/// or the database out of reach.
template <std::invocable Read>
asio::awaitable<std::invoke_result_t<Read>> on_reading_thread(work_pool& reading, Read read) {
  using result = std::invoke_result_t<Read>;
  auto guarded = [read = std::move(read)]() -> std::optional<result> {
    try {
      return read();
    } catch (const storage::failure&) {
      return std::nullopt;
    }
  };
  auto found = co_await reading.run(std::move(guarded));
  if (!found || !*found) throw workspace_unavailable{};
  co_return std::move(**found);
}

}
