// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/limits.hpp"

#include <gtest/gtest.h>

namespace muniment::ops {
namespace {

void expect_threads(std::size_t cores, std::size_t actors, std::size_t passwords,
                    std::size_t signing) {
  const auto limits = limits_for(cores);
  EXPECT_EQ(limits.actor_threads, actors) << cores;
  EXPECT_EQ(limits.password_threads, passwords) << cores;
  EXPECT_EQ(limits.signing_threads, signing) << cores;
}

TEST(limits, of_one_core_are_a_thread_each) { expect_threads(1, 1, 1, 1); }

TEST(limits, of_two_cores_are_a_thread_each) { expect_threads(2, 1, 1, 1); }

TEST(limits, of_more_cores_are_half_for_actors_and_all_but_one_for_what_computes) {
  expect_threads(3, 1, 2, 2);
  expect_threads(8, 4, 7, 7);
}

TEST(limits, let_a_hundred_wait_for_each_thread_that_hashes) {
  EXPECT_EQ(limits_for(2).password_waiting, 100U);
  EXPECT_EQ(limits_for(8).password_waiting, 700U);
}

TEST(limits, leave_what_cores_do_not_change) {
  const http::node_limits usual{};
  EXPECT_EQ(limits_for(8).connections, usual.connections);
  EXPECT_EQ(limits_for(8).reading_threads, usual.reading_threads);
}

}
}
