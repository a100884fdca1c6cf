// SPDX-License-Identifier: Apache-2.0
#include "http/server/work_pool.hpp"

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

class work_pool_test : public testing::Test {
protected:
  asio::io_context context{1};
};

TEST_F(work_pool_test, does_the_work_elsewhere_and_brings_the_result_back) {
  work_pool pool{"test", 1, 4};
  const auto here = std::this_thread::get_id();
  const auto ask = [&]() -> asio::awaitable<bool> {
    const auto work = [] { return std::this_thread::get_id(); };
    const auto there = co_await pool.run(work);
    co_return there.value() != here&& std::this_thread::get_id() == here;
  };
  EXPECT_TRUE(finish(context, ask()));
}

TEST_F(work_pool_test, what_the_work_throws_is_thrown_to_who_asked) {
  work_pool pool{"test", 1, 4};
  const auto ask = [&]() -> asio::awaitable<int> {
    const auto work = []() -> int { throw std::runtime_error{"no"}; };
    co_return (co_await pool.run(work)).value();
  };
  EXPECT_THROW(finish(context, ask()), std::runtime_error);
}

TEST_F(work_pool_test, turns_away_what_would_wait_behind_too_many) {
  work_pool pool{"test", 1, 1};
  std::promise<void> go;
  std::promise<void> begun;
  EXPECT_TRUE(pool.offer([&, gate = go.get_future().share()] {
    begun.set_value();
    gate.wait();
  }));
  begun.get_future().wait();
  EXPECT_TRUE(pool.offer([] {}));
  const auto ask = [&]() -> asio::awaitable<bool> {
    const auto work = [] { return 1; };
    co_return (co_await pool.run(work)).has_value();
  };
  EXPECT_FALSE(finish(context, ask()));
  EXPECT_EQ(pool.turned_away(), 1U);
  go.set_value();
}

TEST_F(work_pool_test, does_what_it_accepted_before_it_ends) {
  std::atomic<int> done = 0;
  {
    work_pool pool{"test", 2, 100};
    for (int each = 0; each < 50; ++each)
      EXPECT_TRUE(pool.offer([&] { ++done; }));
  }
  EXPECT_EQ(done, 50);
}

TEST_F(work_pool_test, does_not_begin_what_nobody_waits_for_any_more) {
  work_pool pool{"test", 1, 4};
  std::promise<void> go;
  EXPECT_TRUE(pool.offer([gate = go.get_future().share()] { gate.wait(); }));
  const auto late = std::chrono::steady_clock::now();
  bool begun = false;
  const auto ask = [&]() -> asio::awaitable<bool> {
    const auto work = [&] { return begun = true; };
    go.set_value();
    co_return (co_await pool.run(work, late)).has_value();
  };
  EXPECT_FALSE(finish(context, ask()));
  EXPECT_FALSE(begun);
}

TEST_F(work_pool_test, does_in_time_what_waited) {
  work_pool pool{"test", 1, 4};
  const auto ask = [&]() -> asio::awaitable<int> {
    const auto work = [] { return 7; };
    const auto until = std::chrono::steady_clock::now() + std::chrono::hours{1};
    co_return (co_await pool.run(work, until)).value();
  };
  EXPECT_EQ(finish(context, ask()), 7);
}

}
}
