// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/work_pool.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace muniment::http {

/// As `pool.run(work)`, for work that nobody waits for after `until`: when no thread is free
/// before, it is not begun, and nothing is the answer.
template <class F>
asio::awaitable<std::optional<std::invoke_result_t<F>>>
run_before(work_pool& pool, F work, std::chrono::steady_clock::time_point until) {
  using result = std::invoke_result_t<F>;
  auto timely = [work = std::move(work), until]() mutable -> std::optional<result> {
    if (std::chrono::steady_clock::now() >= until) return std::nullopt;
    return work();
  };
  auto found = co_await pool.run(std::move(timely));
  if (!found) co_return std::nullopt;
  co_return std::move(*found);
}

}
