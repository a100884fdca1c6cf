// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/private_file.hpp"

#include "storage/startup_error.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace muniment::ops {
namespace {

namespace fs = std::filesystem;

TEST(private_file_test, is_read_only_while_it_is_its_owners_alone) {
  const test::temporary_directory folder;
  const private_file file{folder.path() / "secret", "the secret", "make one"};
  const auto told = [&]() -> std::string {
    try {
      return "read " + read_private_text(file);
    } catch (const storage::startup_error& error) {
      return std::string{error.what()} + "; " + error.hint();
    }
  };
  const auto where = file.path.string();
  EXPECT_EQ(told(), "the secret is not at " + where + "; make one");
  std::ofstream{file.path} << "hush";
  for (const auto open_to : {fs::perms::group_read, fs::perms::others_write}) {
    fs::permissions(file.path, fs::perms::owner_read | open_to);
    EXPECT_EQ(told(), where + " can be read by others; chmod 600 " + where);
  }
  fs::permissions(file.path, fs::perms::owner_read);
  EXPECT_EQ(told(), "read hush");
}

}
}
