// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/issuers.hpp"

#include <gtest/gtest.h>

namespace muniment::doctor {
namespace {

TEST(issuers, that_are_not_what_the_settings_say_are_failed_and_named_with_their_cure) {
  const auto seen = judge_issuers({5, {"acme", "beta", "gamma"}, 2}, false);
  EXPECT_EQ(seen.judged, verdict::failed);
  EXPECT_NE(seen.found.find("acme, beta, gamma and 2 more"), std::string::npos) << seen.found;
  EXPECT_NE(seen.mend.find("muniment workspace rename acme acme"), std::string::npos) << seen.mend;
  const auto one = judge_issuers({1, {"acme"}, 0}, false);
  EXPECT_TRUE(one.found.ends_with(": acme")) << one.found;
}

TEST(issuers, of_muniment_up_are_mended_by_its_next_start) {
  const auto seen = judge_issuers({1, {"acme"}, 0}, true);
  EXPECT_EQ(seen.judged, verdict::failed);
  EXPECT_TRUE(seen.mend.starts_with("start muniment up again")) << seen.mend;
}

TEST(issuers, that_agree_are_well_and_those_nobody_knows_are_counted) {
  EXPECT_EQ(judge_issuers({}, false), ok("issuers", "they are what the settings say"));
  const auto seen = judge_issuers({0, {}, 7}, false);
  EXPECT_EQ(seen.judged, verdict::ok);
  EXPECT_NE(seen.found.find("7 workspaces that nobody asked"), std::string::npos) << seen.found;
}

}
}
