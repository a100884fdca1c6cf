// SPDX-License-Identifier: Apache-2.0
#include "http/server/turnstile.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <vector>

namespace muniment::http {
namespace {

class turnstile_test : public testing::Test {
protected:
  /// Goes through, lets everybody else run in between, and leaves.
  asio::awaitable<void> pass(int number) {
    const auto executor = co_await asio::this_coro::executor;
    const auto turn = co_await gate->enter();
    EXPECT_EQ(++inside, 1);
    co_await asio::post(executor, asio::use_awaitable);
    --inside;
    if (number < 0) throw std::runtime_error{"left by an exception"};
    passed.push_back(number);
  }

  void spawn(int number) {
    asio::co_spawn(context, pass(number),
                   [this](const std::exception_ptr& thrown) { failed += thrown ? 1 : 0; });
  }

  asio::io_context context{1};
  std::shared_ptr<turnstile> gate = std::make_shared<turnstile>();
  std::vector<int> passed;
  int inside = 0;
  int failed = 0;
};

TEST_F(turnstile_test, lets_all_through_one_at_a_time) {
  for (int number = 0; number < 20; ++number)
    spawn(number);
  context.run();
  EXPECT_EQ(passed.size(), 20U);
}

TEST_F(turnstile_test, goes_on_behind_one_that_fails) {
  spawn(0);
  spawn(-1);
  spawn(2);
  context.run();
  EXPECT_EQ(passed.size(), 2U);
  EXPECT_EQ(failed, 1);
}

TEST_F(turnstile_test, goes_on_behind_one_that_was_gone_while_it_waited) {
  std::shared_ptr<void> held;
  asio::co_spawn(context, gate->enter(),
                 [&](const std::exception_ptr&, std::shared_ptr<void> turn) { held = turn; });
  context.poll();
  ASSERT_EQ(held.use_count(), 1);
  asio::cancellation_signal gone;
  bool aborted = false;
  const auto note = [&](const std::exception_ptr& thrown, const std::shared_ptr<void>&) {
    aborted = thrown != nullptr;
  };
  asio::co_spawn(context, gate->enter(), asio::bind_cancellation_slot(gone.slot(), note));
  context.restart();
  context.poll();
  spawn(2);
  gone.emit(asio::cancellation_type::terminal);
  context.restart();
  context.poll();
  EXPECT_TRUE(aborted);
  EXPECT_TRUE(passed.empty());
  held.reset();
  context.restart();
  context.run();
  EXPECT_EQ(passed.size(), 1U);
}

}
}
