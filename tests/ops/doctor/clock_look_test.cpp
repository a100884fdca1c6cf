// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/clock_look.hpp"

#include "ops/doctor/session.hpp"
#include "tests/support/examined_deployment.hpp"
#include "tests/support/heard.hpp"

namespace muniment::doctor {
namespace {

test::heard looked_at_clock(const places& at) {
  test::heard heard;
  look_at_clock(at, heard);
  return heard;
}

TEST(clock_look, reads_the_kernels_state) {
  const auto now = system_clock_state();
  EXPECT_GE(now.largest_error.count(), 0);
  places none;
  none.data_directory = "/none";
  EXPECT_EQ(looked_at_clock(none).all.size(), 1U) << "no database runs there";
}

TEST(clock_look, compares_with_the_database) {
  const test::examined_deployment deployment;
  const auto session = open_deployment(deployment.at);
  const auto offset = offset_of(*session);
  EXPECT_LE(std::abs(offset.ahead.count()), offset.uncertain.count() + 1)
      << "it is the same machine";
  EXPECT_EQ(looked_at_clock(deployment.at).verdict_of("database clock"), verdict::ok);
}

TEST(clock_look, compares_with_the_newest_event) {
  test::examined_deployment deployment;
  const auto schema = deployment.database.workspace();
  EXPECT_EQ(looked_at_clock(deployment.at).about("journal time").found, "") << "there is none yet";
  deployment.database.execute(
      "INSERT INTO " + schema.text() +
      ".events VALUES (1, now(), 1, 1, 1, gen_random_uuid(), gen_random_uuid(), "
      "gen_random_uuid(), '')");
  EXPECT_EQ(looked_at_clock(deployment.at).verdict_of("journal time"), verdict::ok);
  deployment.database.execute("UPDATE " + schema.text() +
                              ".events SET recorded_at = now() + interval '1 hour'");
  EXPECT_EQ(looked_at_clock(deployment.at).verdict_of("journal time"), verdict::failed);
}

}
}
