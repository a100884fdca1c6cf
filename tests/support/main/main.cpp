// SPDX-License-Identifier: Apache-2.0
// The main of test binaries that use PostgreSQL: over an external one it leaves out, by name and
// with the reason, what says nothing about it.
#include "tests/support/external_server.hpp"
#include "tests/support/files.hpp"
#include "tests/support/left_out.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iostream>

namespace muniment::test {
namespace {

/// How many of this binary's tests they leave out; says which.
int tell(const std::vector<left_out>& all) {
  int told = 0;
  const auto& tests = *testing::UnitTest::GetInstance();
  for (int suite = 0; suite < tests.total_test_suite_count(); ++suite)
    for (int each = 0; each < tests.GetTestSuite(suite)->total_test_count(); ++each) {
      const auto& test = *tests.GetTestSuite(suite)->GetTestInfo(each);
      const auto name = std::string{test.test_suite_name()} + '.' + test.name();
      const auto* why = leaves_out(all, name);
      if (why == nullptr) continue;
      ++told;
      std::cout << "left out: " << name << ": " << why->reason << '\n';
    }
  return told;
}

void leave_out() {
  std::ifstream file{in_source("tests/support/not_external.txt")};
  const auto all = read_left_out(file);
  std::cout << tell(all) << " tests left out over MUNIMENT_TEST_DSN" << std::endl;
  GTEST_FLAG_SET(filter, filter_without(GTEST_FLAG_GET(filter), all));
}

}
}

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  if (!muniment::test::external_dsn().empty()) muniment::test::leave_out();
  return RUN_ALL_TESTS();
}
