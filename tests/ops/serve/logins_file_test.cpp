// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/logins_file.hpp"

#include "storage/startup_error.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace muniment::ops {
namespace {

namespace fs = std::filesystem;

class logins_file_test : public testing::Test {
protected:
  fs::path written(const std::string& text) {
    std::ofstream{file} << text;
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
    return file;
  }
  static std::string why(const fs::path& file) {
    try {
      read_logins(file);
    } catch (const storage::startup_error& error) {
      EXPECT_FALSE(error.hint().empty());
      EXPECT_EQ(std::string{error.what()}.find("s3cret"), std::string::npos);
      return error.what();
    }
    return "";
  }

  test::temporary_directory folder;
  const fs::path file = folder.path() / "logins.json";
};

TEST_F(logins_file_test, is_written_for_its_owner_and_read_again) {
  write_logins(file, {{"muniment_control", "c"},
                      {"muniment_hub", "h \"'\\"},
                      {{"muniment_pool_0", "0"}, {"muniment_pool_1", "1"}}});
  EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  const auto read = read_logins(file);
  EXPECT_EQ(read.control.name, "muniment_control");
  EXPECT_EQ(read.control.password, "c");
  EXPECT_EQ(read.hub.password, "h \"'\\");
  ASSERT_EQ(read.pools.size(), 2U);
  EXPECT_EQ(read.pools[1].name, "muniment_pool_1");
  EXPECT_EQ(read.pools[1].password, "1");
}

TEST_F(logins_file_test, keeps_the_format_that_others_read) {
  const auto read = read_logins(
      written(R"({"control":{"user":"a","password":"b"},"hub":{"user":"c","password":"d"},)"
              R"("pools":[{"user":"e","password":"f"}]})"));
  EXPECT_EQ(read.control.name, "a");
  EXPECT_EQ(read.hub.password, "d");
  EXPECT_EQ(read.pools.at(0).name, "e");
}

TEST_F(logins_file_test, is_its_owners_alone) {
  fs::permissions(written("{}"), fs::perms::group_read, fs::perm_options::add);
  EXPECT_NE(why(file).find("can be read by others"), std::string::npos);
}

TEST_F(logins_file_test, that_cannot_be_used_says_so_without_what_is_in_it) {
  EXPECT_NE(why(folder.path() / "missing").find("is not at"), std::string::npos);
  for (const auto* text :
       {"", "[]", "s3cret", R"({"control":{"user":"a","password":"s3cret"}})",
        R"({"control":{"user":"a","password":"b"},"hub":{"user":"c","password":"s3cret"},)"
        R"("pools":[]})",
        R"({"control":{"user":"a","password":""},"hub":{"user":"c","password":"s3cret"},)"
        R"("pools":[{"user":"e","password":"f"}]})"})
    EXPECT_NE(why(written(text)).find("is no file of logins"), std::string::npos) << text;
}

}
}
