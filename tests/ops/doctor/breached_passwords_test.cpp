// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/breached_passwords.hpp"

#include "tests/support/heard.hpp"
#include "tests/support/temporary_directory.hpp"

#include <array>
#include <cstdio>
#include <fstream>

namespace muniment::doctor {
namespace {

test::heard looked(const std::string& named) {
  places at;
  at.values.breached_passwords = named;
  test::heard heard;
  look_at_breached(at, heard);
  return heard;
}

TEST(breached_passwords_look, says_nothing_where_no_list_is_named) {
  EXPECT_TRUE(looked("").all.empty());
}

TEST(breached_passwords_look, misses_the_directory) {
  EXPECT_EQ(looked("/none").verdict_of("stolen ones"), verdict::failed);
}

TEST(breached_passwords_look, finds_holes) {
  const test::temporary_directory folder;
  EXPECT_EQ(looked(folder.path().string()).verdict_of("stolen ones"), verdict::failed);
  for (unsigned range = 0; range < 1U << 20; range += 4097) {
    std::array<char, 8> name{};
    std::snprintf(name.data(), name.size(), "%05X", range);
    std::ofstream{folder.path() / name.data()} << std::string(35, 'A') + ":1\n";
  }
  EXPECT_EQ(looked(folder.path().string()).verdict_of("stolen ones"), verdict::ok);
  std::filesystem::remove(folder.path() / "01001");
  EXPECT_TRUE(looked(folder.path().string()).says("stolen ones", "1 of 256 ranges"));
}

TEST(breached_passwords_look, judges_what_was_seen) {
  EXPECT_EQ(judge_breached({"/list", true, 256, 256}).judged, verdict::ok);
  EXPECT_EQ(judge_breached({"/list", true, 256, 255}).judged, verdict::failed);
  EXPECT_EQ(judge_breached({"/list", false}).judged, verdict::failed);
}

}
}
