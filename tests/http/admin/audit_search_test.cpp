// SPDX-License-Identifier: Apache-2.0
#include "http/admin/audit_search.hpp"

#include <gtest/gtest.h>

namespace muniment::http {
namespace {

using namespace std::chrono_literals;

const instant noon = *parse_instant("2026-03-03T12:00:00Z");

audit::row row() {
  audit::row each;
  each.position = 5;
  each.recorded_at = noon;
  each.actor_id = uuid::random({1});
  each.subject = uuid::random({2});
  each.type = "user.registered";
  return each;
}

TEST(audit_search, takes_rows_of_which_all_holds) {
  audit_wish wish{noon, noon + 1us, uuid::random({1}), uuid::random({2}), "user.registered"};
  EXPECT_TRUE(wanted(wish, row()));
  EXPECT_TRUE(wanted({}, row()));
  wish.type = "user";
  EXPECT_TRUE(wanted(wish, row()));
}

TEST(audit_search, leaves_rows_of_which_anything_does_not) {
  const auto left = [](audit_wish wish) { return !wanted(wish, row()); };
  EXPECT_TRUE(left({.from = noon + 1us}));
  EXPECT_TRUE(left({.until = noon}));
  EXPECT_TRUE(left({.actor = uuid::random({3})}));
  EXPECT_TRUE(left({.subject = uuid::random({3})}));
  for (const auto* type : {"use", "user.", "user.register", "user.registered.x", "client"})
    EXPECT_TRUE(left({.type = type})) << type;
}

TEST(audit_search, finds_the_first_position_of_a_moment) {
  const std::vector<int> seconds{1, 1, 2, 2, 2, 5, 9};
  const auto moment_of = [&](std::uint64_t position) {
    return noon + std::chrono::seconds{seconds.at(position - 1)};
  };
  for (int second = 0; second < 12; ++second) {
    const auto expected = std::ranges::lower_bound(seconds, second) - seconds.begin() + 1;
    EXPECT_EQ(first_at(noon + std::chrono::seconds{second}, seconds.size(), moment_of),
              static_cast<std::uint64_t>(expected))
        << second;
  }
  EXPECT_EQ(first_at(noon, 0, moment_of), 1U);
}

}
}
