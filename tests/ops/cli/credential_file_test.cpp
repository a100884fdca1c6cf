// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/credential_file.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace muniment::cli {
namespace {

TEST(credential_file, is_found_by_name_then_environment_then_data_directory) {
  ::setenv("MUNIMENT_OPERATOR_CREDENTIAL", "/from/environment", 1);
  EXPECT_EQ(credential_file("/named"), "/named");
  EXPECT_EQ(credential_file(""), "/from/environment");
  ::unsetenv("MUNIMENT_OPERATOR_CREDENTIAL");
  EXPECT_EQ(credential_file("").filename(), "operator.json");
}

}
}
