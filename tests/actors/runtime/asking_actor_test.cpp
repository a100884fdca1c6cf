// SPDX-License-Identifier: Apache-2.0
#include "actors/runtime/asking_actor.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/event_based_actor.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <memory>

namespace muniment {
namespace {

using namespace std::chrono_literals;

caf::behavior doubling(caf::event_based_actor*, int times) {
  return {[times](int number) { return number * times; }};
}

/// In CAF a system ends in the thread that began it, so it is the other one that waits here.
TEST(asking_actor, is_answered_and_lets_its_thread_outlive_the_system) {
  caf::actor_system_config config;
  auto system = std::make_unique<caf::actor_system>(config);
  std::promise<int> answer;
  std::promise<void> ended;
  auto outlived = std::async(std::launch::async, [&] {
    {
      asking_actor self{*system};
      self->request(self->spawn(doubling, 2), 10s, 21)
          .receive([&](int doubled) { answer.set_value(doubled); },
                   [&](const caf::error&) { answer.set_value(0); });
    }
    return ended.get_future().wait_for(10s) == std::future_status::ready;
  });
  EXPECT_EQ(answer.get_future().get(), 42);
  system.reset();
  ended.set_value();
  EXPECT_TRUE(outlived.get()) << "the system waited for the thread";
}

}
}
