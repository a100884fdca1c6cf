// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/local_keys.hpp"

#include "storage/startup_error.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

namespace muniment::ops {
namespace {

TEST(local_keys, are_made_once_and_found_again) {
  const test::temporary_directory folder;
  const auto first = open_local_keys(folder.path()).current().key->commitment();
  EXPECT_EQ(open_local_keys(folder.path()).current().key->commitment(), first);
}

TEST(local_keys, are_not_made_anew_over_keys_that_lack_their_master) {
  const test::temporary_directory folder;
  open_local_keys(folder.path());
  std::filesystem::remove(folder.path() / "master.key");
  EXPECT_THROW(open_local_keys(folder.path()), storage::startup_error);
}

}
}
