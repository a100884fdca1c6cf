// SPDX-License-Identifier: Apache-2.0
#include "tests/support/program.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace muniment::cli {
namespace {

using test::program;

TEST(command_line, tells_its_version_and_how_to_begin) {
  program version({test::muniment_binary(), "--version"});
  EXPECT_EQ(version.wait(), 0);
  EXPECT_EQ(version.output().rfind("muniment ", 0), 0U) << version.output();
  program help({test::muniment_binary(), "--help"});
  EXPECT_EQ(help.wait(), 0);
  EXPECT_NE(help.output().find("Start here:"), std::string::npos) << help.output();
}

TEST(command_line, output_that_cannot_be_written_is_a_failure_of_one_line) {
  program full({"/bin/sh", "-c", "exec " + test::muniment_binary() + " --help >/dev/full"});
  EXPECT_EQ(full.wait(), 1);
  EXPECT_EQ(full.output().rfind("muniment: standard output cannot be written\n  hint: ", 0), 0U)
      << full.output();
  EXPECT_EQ(std::ranges::count(full.output(), '\n'), 2) << full.output();
}

TEST(command_line, wrong_usage_is_one_line_a_hint_and_status_2) {
  for (const auto* wrong : {"--nonsense", "nonsense"}) {
    program muniment({test::muniment_binary(), wrong});
    EXPECT_EQ(muniment.wait(), 2) << wrong;
    EXPECT_NE(muniment.output().find("\n  hint: muniment --help\n"), std::string::npos)
        << muniment.output();
  }
  EXPECT_EQ(program({test::muniment_binary()}).wait(), 2);
  program misspelt({test::muniment_binary(), "upp"});
  misspelt.wait();
  EXPECT_EQ(misspelt.output().rfind("muniment: there is no command 'upp'\n", 0), 0U);
}

}
}
