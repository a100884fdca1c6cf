// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/told.hpp"

#include "tests/support/heard.hpp"

namespace muniment::doctor {
namespace {

const auto odd = warning("version", "it is \"old\"\n", "renew it");

TEST(told, puts_together_what_arrives_in_pieces) {
  told heard;
  const auto line = line_of_begun({"clock", "look at it"}) + line_of(odd);
  for (const char octet : line)
    ASSERT_TRUE(heard.take({&octet, 1}));
  EXPECT_EQ(heard.findings(), findings{odd});
  EXPECT_EQ(heard.begun().check, "clock");
  EXPECT_EQ(heard.begun().if_silent, "look at it");
}

TEST(told, takes_names_of_files_that_are_not_utf_8) {
  told heard;
  EXPECT_TRUE(heard.take(line_of(ok("file", "\xff is there"))));
  EXPECT_EQ(heard.findings().front().found, "\xff is there");
}

TEST(told, refuses_what_is_no_such_line) {
  for (const auto* line : {"nonsense\n", "{}\n", "[]\n",
                           R"({"check":"a","verdict":3,"found":"b","mend":"c"})"
                           "\n"})
    EXPECT_FALSE(told{}.take(line)) << line;
}

TEST(told, refuses_what_never_ends) {
  told heard;
  const std::string much(1U << 19, 'x');
  EXPECT_TRUE(heard.take(much));
  EXPECT_TRUE(heard.take(much));
  EXPECT_FALSE(heard.take("x"));
}

}
}
