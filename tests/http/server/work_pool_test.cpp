// SPDX-License-Identifier: Apache-2.0
#include "http/server/work_pool.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace muniment::http {
namespace {

using namespace std::chrono_literals;

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

/// Whoever has the result may end what the question needed, the context of the coroutine too.
TEST_F(work_pool_test, keeps_nothing_of_who_asked_when_the_result_arrives) {
  work_pool pool{"test", 1, 4};
  for (int round = 0; round < 5000; ++round) {
    asio::io_context brief{1};
    const auto held = std::make_shared<int>(1);
    const auto ask = [&]() -> asio::awaitable<bool> {
      auto work = [held] { return *held; };
      co_return (co_await pool.run(std::move(work))).has_value();
    };
    auto result = asio::co_spawn(brief, ask(), asio::use_future);
    // Without falling asleep: while the thread that delivered is at its last steps.
    while (result.wait_for(0s) != std::future_status::ready)
      brief.poll_one();
    ASSERT_TRUE(result.get());
    ASSERT_EQ(held.use_count(), 1) << "in round " << round;
  }
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

TEST_F(work_pool_test, gives_up_in_time_what_no_thread_begins) {
  bool begun = false;
  std::promise<void> go;
  std::promise<void> busy;
  const auto held = std::make_shared<int>();
  std::future<bool> answer;
  {
    work_pool pool{"test", 1, 4};
    EXPECT_TRUE(pool.offer([&, gate = go.get_future().share()] {
      busy.set_value();
      gate.wait();
    }));
    busy.get_future().wait();
    const auto ask = [&]() -> asio::awaitable<bool> {
      auto work = [&begun, held] { return begun = true; };
      const auto until = std::chrono::steady_clock::now() + 20ms;
      co_return (co_await pool.run(std::move(work), until)).has_value();
    };
    answer = asio::co_spawn(context, ask(), asio::use_future);
    context.run_for(10s);
    EXPECT_EQ(answer.wait_for(0s), std::future_status::ready) << "it waits for a thread";
    EXPECT_EQ(held.use_count(), 1) << "what the work holds is kept";
    EXPECT_EQ(pool.waiting(), 0U) << "its place is kept";
    go.set_value();
  }
  context.restart();
  context.run();
  EXPECT_FALSE(answer.get());
  EXPECT_FALSE(begun);
}

TEST_F(work_pool_test, waits_beyond_its_time_for_what_has_begun) {
  work_pool pool{"test", 1, 4};
  std::atomic<bool> begun = false;
  std::optional<int> found;
  // The thread of a slow machine may not begin in time.
  for (auto patience = 20ms; !begun; patience *= 2) {
    std::promise<void> go;
    const auto until = std::chrono::steady_clock::now() + patience;
    asio::steady_timer later{context, until + 1ms};
    later.async_wait([&](auto) { go.set_value(); });
    const auto ask = [&, gate = go.get_future().share()]() -> asio::awaitable<std::optional<int>> {
      auto work = [&begun, gate] {
        begun = true;
        gate.wait();
        return 7;
      };
      co_return co_await pool.run(std::move(work), until);
    };
    found = finish(context, ask());
  }
  EXPECT_EQ(found, 7);
}

TEST_F(work_pool_test, begins_it_or_gives_it_up_and_never_both) {
  std::atomic<int> begun = 0;
  int answered = 0;
  {
    work_pool pool{"test", 2, 100};
    const auto ask = [&](int offset) -> asio::awaitable<void> {
      for (int each = 0; each < 500; ++each) {
        const auto work = [&] { return ++begun; };
        const auto until =
            std::chrono::steady_clock::now() + std::chrono::microseconds{(each + offset) % 100};
        const auto found = co_await pool.run(work, until);
        answered += found ? 1 : 0;
      }
    };
    for (int each = 0; each < 4; ++each)
      asio::co_spawn(context, ask(25 * each), asio::detached);
    context.run();
  }
  EXPECT_EQ(begun, answered);
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
