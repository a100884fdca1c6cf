// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/roll_timer.hpp"

#include <gtest/gtest.h>

#include <future>
#include <semaphore>

namespace muniment::ops {
namespace {

TEST(roll_timer, looks_at_once_and_again) {
  std::counting_semaphore<> looks{0};
  const roll_timer timer{[&](const auto&) { looks.release(); }, std::chrono::milliseconds{1}};
  for (int n = 0; n < 3; ++n)
    EXPECT_TRUE(looks.try_acquire_for(std::chrono::seconds{10})) << n;
}

TEST(roll_timer, ends_a_pause_with_its_owner) {
  std::promise<void> looked;
  const auto begun = std::chrono::steady_clock::now();
  {
    const roll_timer timer{[&](const auto&) { looked.set_value(); }};
    looked.get_future().wait();
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::minutes{1});
}

TEST(roll_timer, asks_a_look_that_is_under_way_to_end) {
  std::promise<void> looking;
  const roll_timer timer{[&](const std::stop_token& stop) {
    looking.set_value();
    while (!stop.stop_requested())
      std::this_thread::yield();
  }};
  looking.get_future().wait();
}

}
}
