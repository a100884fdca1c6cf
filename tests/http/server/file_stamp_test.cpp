// SPDX-License-Identifier: Apache-2.0
#include "http/server/file_stamp.hpp"

#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace muniment::http {
namespace {

namespace fs = std::filesystem;

class file_stamp_test : public testing::Test {
protected:
  void write(const std::string& name, const std::string& text) const {
    std::ofstream{at(name)} << text;
  }
  [[nodiscard]] fs::path at(const std::string& name) const { return directory.path() / name; }

  test::temporary_directory directory;
};

TEST_F(file_stamp_test, stays_the_same_while_the_file_does) {
  write("a", "text");
  EXPECT_EQ(stamp_of(at("a")), stamp_of(at("a")));
  EXPECT_NE(stamp_of(at("a")), stamp_of(at("missing")));
  EXPECT_EQ(stamp_of(at("missing")), file_stamp{});
}

TEST_F(file_stamp_test, tells_another_file_of_the_same_contents_and_time) {
  write("a", "text");
  write("b", "text");
  fs::last_write_time(at("b"), fs::last_write_time(at("a")));
  const auto before = stamp_of(at("a"));
  fs::rename(at("b"), at("a"));
  EXPECT_NE(stamp_of(at("a")), before);
}

TEST_F(file_stamp_test, sees_where_a_link_leads_now) {
  write("old", "text");
  write("new", "text");
  fs::create_symlink("old", at("live"));
  const auto before = stamp_of(at("live"));
  EXPECT_EQ(before, stamp_of(at("old")));
  fs::create_symlink("new", at("next"));
  fs::rename(at("next"), at("live"));
  EXPECT_EQ(stamp_of(at("live")), stamp_of(at("new")));
  EXPECT_NE(stamp_of(at("live")), before);
}

TEST_F(file_stamp_test, sees_other_contents_and_other_rights) {
  write("a", "text");
  const auto before = stamp_of(at("a"));
  write("a", "longer text");
  const auto longer = stamp_of(at("a"));
  EXPECT_NE(longer, before);
  fs::permissions(at("a"), fs::perms::owner_read);
  EXPECT_NE(stamp_of(at("a")), longer);
}

}
}
