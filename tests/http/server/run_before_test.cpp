// SPDX-License-Identifier: Apache-2.0
#include "http/server/run_before.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

#include <future>

namespace muniment::http {
namespace {

/// Runs a coroutine to its end on this thread.
template <class T>
T finish(asio::io_context& context, asio::awaitable<T> work) {
  auto result = asio::co_spawn(context, std::move(work), asio::use_future);
  context.restart();
  context.run();
  return result.get();
}

class run_before_test : public testing::Test {
protected:
  asio::io_context context{1};
};

TEST_F(run_before_test, does_not_begin_what_nobody_waits_for_any_more) {
  work_pool pool{"test", 1, 4};
  std::promise<void> go;
  EXPECT_TRUE(pool.offer([gate = go.get_future().share()] { gate.wait(); }));
  const auto late = std::chrono::steady_clock::now();
  bool begun = false;
  const auto ask = [&]() -> asio::awaitable<bool> {
    const auto work = [&] { return begun = true; };
    go.set_value();
    co_return (co_await run_before(pool, work, late)).has_value();
  };
  EXPECT_FALSE(finish(context, ask()));
  EXPECT_FALSE(begun);
}

TEST_F(run_before_test, does_in_time_what_waited) {
  work_pool pool{"test", 1, 4};
  const auto ask = [&]() -> asio::awaitable<int> {
    const auto work = [] { return 7; };
    const auto until = std::chrono::steady_clock::now() + std::chrono::hours{1};
    co_return (co_await run_before(pool, work, until)).value();
  };
  EXPECT_EQ(finish(context, ask()), 7);
}

}
}
