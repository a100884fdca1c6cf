// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/deployment_files.hpp"

#include "storage/startup_error.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace muniment::ops {
namespace {

namespace fs = std::filesystem;

TEST(deployment_files_test, lie_in_the_data_directory_unless_they_are_named) {
  settings values;
  const auto usual = files_of(values, "/var/lib/muniment");
  EXPECT_EQ(usual.directory, "/var/lib/muniment");
  EXPECT_EQ(usual.logins, "/var/lib/muniment/logins.json");
  EXPECT_EQ(usual.key_store, "/var/lib/muniment/keys");
  EXPECT_EQ(usual.master_key, "/var/lib/muniment/master.key");
  EXPECT_EQ(usual.operator_credential, "/var/lib/muniment/operator.json");
  values.data_directory = "here";
  values.key_store_directory = "/mnt/keys";
  const auto named = files_of(values, "/var/lib/muniment");
  EXPECT_EQ(named.logins, fs::current_path() / "here/logins.json");
  EXPECT_EQ(named.key_store, "/mnt/keys");
}

TEST(deployment_files_test, make_directories_for_their_owner) {
  const test::temporary_directory folder;
  const auto made = folder.path() / "a" / "b";
  make_private_directory(made);
  EXPECT_EQ(fs::status(made).permissions(), fs::perms::owner_all);
  fs::permissions(made, fs::perms::group_read, fs::perm_options::add);
  make_private_directory(made);
  EXPECT_NE(fs::status(made).permissions(), fs::perms::owner_all) << "left as it is";
  std::ofstream{folder.path() / "file"} << "x";
  EXPECT_THROW(make_private_directory(folder.path() / "file" / "b"), storage::startup_error);
}

}
}
