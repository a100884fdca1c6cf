// SPDX-License-Identifier: Apache-2.0
#include "storage/failure.hpp"

#include <gtest/gtest.h>

namespace muniment::storage {
namespace {

TEST(failure, passes_when_only_something_else_was_in_its_way) {
  for (const auto* state : {"40001", "40P01", "53100", "53300", "55P03", "57014", "57P01", "25006"})
    EXPECT_TRUE(is_passing(state)) << state;
  for (const auto* state : {"", "23505", "42501", "42P01", "MU001", "25001"})
    EXPECT_FALSE(is_passing(state)) << state;
}

}
}
