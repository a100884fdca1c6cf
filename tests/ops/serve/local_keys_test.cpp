// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/local_keys.hpp"

#include "storage/startup_error.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

namespace muniment::ops {
namespace {

deployment_files in(const test::temporary_directory& folder) { return files_of({}, folder.path()); }

TEST(local_keys, are_made_once_and_found_again) {
  const test::temporary_directory folder;
  const auto first = open_local_keys(in(folder)).current().key->commitment();
  EXPECT_EQ(open_local_keys(in(folder)).current().key->commitment(), first);
}

TEST(local_keys, are_not_made_anew_over_keys_that_lack_their_master) {
  const test::temporary_directory folder;
  open_local_keys(in(folder));
  std::filesystem::remove(folder.path() / "master.key");
  EXPECT_THROW(open_local_keys(in(folder)), storage::startup_error);
}

TEST(local_keys, lie_where_the_settings_say) {
  const test::temporary_directory folder;
  settings values;
  values.key_store_directory = (folder.path() / "vault/keys").string();
  values.master_key_file = (folder.path() / "safe/master").string();
  open_local_keys(files_of(values, folder.path() / "data"));
  EXPECT_TRUE(std::filesystem::exists(folder.path() / "safe/master"));
  EXPECT_TRUE(std::filesystem::is_directory(folder.path() / "vault/keys"));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "data/master.key"));
}

}
}
