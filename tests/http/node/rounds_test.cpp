// SPDX-License-Identifier: Apache-2.0
#include "http/node/rounds.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gtest/gtest.h>

namespace muniment::http {
namespace {

using namespace std::chrono_literals;

/// Rounds that count themselves, and that end with the `most`th.
class going_round : public testing::Test {
protected:
  void start(rounds& keeping, first_round when) {
    keeping.start(when, [this]() -> asio::awaitable<bool> {
      ++done;
      co_return done < most;
    });
  }

  asio::io_context io{1};
  int done = 0;
  int most = 1'000'000;
};

TEST_F(going_round, begins_at_once_or_after_a_pause) {
  rounds early{io, 1h}, late{io, 1h};
  start(early, first_round::at_once);
  start(late, first_round::after_pause);
  io.poll();
  EXPECT_EQ(done, 1);
}

TEST_F(going_round, goes_on_until_a_round_was_the_last) {
  most = 3;
  rounds keeping{io, 1ms};
  start(keeping, first_round::after_pause);
  io.run_for(10s);
  EXPECT_TRUE(io.stopped());
  EXPECT_EQ(done, 3);
}

TEST_F(going_round, ends_in_the_midst_of_a_pause_and_waits_for_none) {
  rounds keeping{io, 1h};
  start(keeping, first_round::at_once);
  io.poll();
  EXPECT_FALSE(io.stopped());
  keeping.request_stop();
  EXPECT_TRUE(keeping.stopping().stop_requested());
  io.run_for(10s);
  EXPECT_TRUE(io.stopped());
  EXPECT_EQ(done, 1);
}

TEST_F(going_round, whoever_stops_it_waits_for_the_round_that_is_under_way) {
  rounds keeping{io, 1ms};
  asio::steady_timer work{io, 1h};
  bool ended = false, stopped = false;
  keeping.start(first_round::at_once, [&]() -> asio::awaitable<bool> {
    boost::system::error_code cut;
    co_await work.async_wait(asio::redirect_error(asio::use_awaitable, cut));
    ended = true;
    co_return true;
  });
  io.poll();
  asio::co_spawn(
      io,
      [&]() -> asio::awaitable<void> {
        co_await keeping.stop();
        EXPECT_TRUE(ended);
        stopped = true;
      },
      asio::detached);
  io.poll();
  EXPECT_FALSE(stopped);
  work.cancel();
  io.run_for(10s);
  EXPECT_TRUE(stopped);
  EXPECT_TRUE(io.stopped());
}

}
}
