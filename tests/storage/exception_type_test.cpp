// SPDX-License-Identifier: Apache-2.0
#include "storage/exception_type.hpp"

#include "storage/failure.hpp"

#include <gtest/gtest.h>

namespace muniment::storage {
namespace {

TEST(exception_type, is_that_of_the_whole_object) {
  const failure lost{failure_kind::lost, "a name"};
  EXPECT_EQ(type_of(lost), "muniment::storage::failure");
  EXPECT_EQ(type_of(std::runtime_error{"a name"}), "std::runtime_error");
}

}
}
