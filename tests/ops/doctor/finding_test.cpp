// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/finding.hpp"

#include <gtest/gtest.h>

namespace muniment::doctor {
namespace {

TEST(finding, is_counted_by_its_verdict) {
  const examination all{{"a", {ok("x", "is well"), warning("y", "is odd", "look")}},
                        {"b", {failed("z", "is broken", "mend"), ok("x", "is well")}}};
  const auto sum = count(all);
  EXPECT_EQ(sum.ok, 2U);
  EXPECT_EQ(sum.warnings, 1U);
  EXPECT_EQ(sum.failed, 1U);
}

TEST(finding, has_a_name_for_its_verdict) {
  EXPECT_EQ(name_of(verdict::ok), "ok");
  EXPECT_EQ(name_of(verdict::warning), "warning");
  EXPECT_EQ(name_of(verdict::failed), "failed");
}

}
}
