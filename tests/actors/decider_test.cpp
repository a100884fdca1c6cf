// SPDX-License-Identifier: Apache-2.0
#include "actors/decider.hpp"

#include "events/grant.hpp"
#include "events/refusal.hpp"

#include <gtest/gtest.h>

namespace muniment {
namespace {

TEST(outcome_of, a_yes_is_that_it_came_about_and_of_a_no_that_leaves_traces_that_it_did_not) {
  const grant::event<opened> ended = grant::ended{};
  EXPECT_EQ(outcome_of(ended, std::nullopt), event_outcome::succeeded);
  EXPECT_EQ(outcome_of(ended, refusal_code::invalid_state), event_outcome::refused);
}

TEST(outcome_of, a_refusal_is_one_whoever_records_it) {
  const refusal::event<opened> recorded = refusal::recorded{};
  EXPECT_EQ(outcome_of(recorded, std::nullopt), event_outcome::refused);
  const refusal::event<opened> closed = refusal::closed{};
  EXPECT_EQ(outcome_of(closed, std::nullopt), event_outcome::succeeded);
}

}
}
