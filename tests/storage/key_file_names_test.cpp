// SPDX-License-Identifier: Apache-2.0
#include "storage/key_file_names.hpp"

#include <gtest/gtest.h>

namespace muniment::storage {
namespace {

TEST(key_file_names, are_read_back_as_they_were_written) {
  EXPECT_EQ(era_file_name(12), "era-12.key");
  EXPECT_EQ(era_in("era-12.key"), 12U);
  const auto workspace = *uuid::parse("01020304-0506-4708-890a-0b0c0d0e0f10");
  EXPECT_EQ(dump_in(dump_file_name(workspace)), workspace);
}

TEST(key_file_names, tell_a_false_number_from_another_name) {
  for (const auto* name :
       {"era-x.key", "era-01.key", "era-0.key", "era--1.key", "era-1234567890.key"}) {
    EXPECT_TRUE(names_an_era(name)) << name;
    EXPECT_FALSE(era_in(name)) << name;
  }
  for (const auto* name : {"era-.key", "era-1.key.new", "lock", "dump-1.keys", "x-era-1.key"}) {
    EXPECT_FALSE(names_an_era(name)) << name;
    EXPECT_FALSE(dump_in(name)) << name;
  }
}

}
}
