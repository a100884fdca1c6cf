// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/private_database.hpp"

#include "tests/support/heard.hpp"

namespace muniment::doctor {
namespace {

private_database_state stopped() {
  private_database_state seen{"/srv/m", true, "15", "15"};
  return seen;
}

verdict with(const std::string& check, void (*change)(private_database_state&)) {
  auto seen = stopped();
  change(seen);
  test::heard heard;
  heard.tell(judge_private_database(seen));
  return heard.verdict_of(check);
}

TEST(private_database, is_well_running_and_stopped) {
  EXPECT_EQ(test::worst_of(judge_private_database(stopped())), verdict::ok);
  auto running = stopped();
  running.server = process{7, "muniment"};
  running.postgres = {8, 9};
  EXPECT_EQ(test::worst_of(judge_private_database(running)), verdict::ok);
}

TEST(private_database, must_be_there_and_its_secrets_be_its_owners) {
  EXPECT_EQ(with("data directory", [](auto& seen) { seen.there = false; }), verdict::failed);
  EXPECT_EQ(with("data directory", [](auto& seen) { seen.open_to_others = {"postgres.pgpass"}; }),
            verdict::failed);
}

TEST(private_database, needs_the_programs_of_its_version) {
  EXPECT_EQ(with("programs", [](auto& seen) { seen.no_binaries = "not installed"; }),
            verdict::failed);
  EXPECT_EQ(with("programs", [](auto& seen) { seen.major = "14"; }), verdict::failed);
}

TEST(private_database, is_told_apart_from_one_left_behind) {
  EXPECT_EQ(with("PostgreSQL", [](auto& seen) { seen.postgres = {8}; }), verdict::warning);
  EXPECT_EQ(with("PostgreSQL",
                 [](auto& seen) {
                   seen.server = process{7, "muniment"};
                 }),
            verdict::failed);
}

TEST(private_database, says_what_its_log_said_when_it_ended_badly) {
  EXPECT_EQ(with("PostgreSQL", [](auto& seen) { seen.ended_cleanly = false; }), verdict::warning);
  auto seen = stopped();
  seen.ended_cleanly = false;
  seen.last_complaint = "PANIC: no space";
  EXPECT_NE(judge_private_database(seen).back().found.find("PANIC: no space"), std::string::npos);
}

}
}
