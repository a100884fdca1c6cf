// SPDX-License-Identifier: Apache-2.0
#include "http/passwords/breached.hpp"

#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

namespace muniment::passwords {
namespace {

// SHA-1 of "password": 5BAA6 1E4C9B93F3F0682250B6CF8331B7EE68FD8.
constexpr auto range = "5BAA6";
constexpr auto rest = "1E4C9B93F3F0682250B6CF8331B7EE68FD8";
constexpr auto other = "1E4C9B93F3F0682250B6CF8331B7EE68FD9";

class breached : public testing::Test {
protected:
  void write(const std::string& name, const std::string& text) const {
    std::ofstream{folder.path() / name, std::ios::binary} << text;
  }
  breach found() const { return find_breach(folder.path(), "password"); }

  test::temporary_directory folder;
};

TEST_F(breached, is_what_the_file_of_its_range_lists) {
  write(range, std::string(other) + ":3\r\n" + rest + ":42\r\n");
  EXPECT_EQ(found(), breach::listed);
  write(range, std::string(other) + ":3\n");
  EXPECT_EQ(found(), breach::unlisted);
  write(range, "");
  EXPECT_EQ(found(), breach::unlisted);
}

TEST_F(breached, is_found_in_files_with_a_suffix_too) {
  write(std::string(range) + ".txt", std::string(rest) + ":1");
  EXPECT_EQ(found(), breach::listed);
}

TEST_F(breached, cannot_be_told_where_the_list_has_a_hole) {
  EXPECT_EQ(found(), breach::unreadable) << "the range is missing";
  EXPECT_EQ(find_breach(folder.path() / "gone", "password"), breach::unreadable);
  std::filesystem::create_directory(folder.path() / range);
  EXPECT_EQ(found(), breach::unreadable) << "no file";
}

TEST_F(breached, cannot_be_told_by_a_file_of_another_form) {
  write(range, std::string(rest) + "\n");
  EXPECT_EQ(found(), breach::unreadable);
  write(range, std::string(27, 'A') + ":4\n");
  EXPECT_EQ(found(), breach::unreadable) << "NTLM";
}

TEST_F(breached, is_looked_for_in_so_many_octets) {
  const auto line = std::string(other) + ":0000000001\n";
  std::string text;
  while (text.size() + line.size() <= longest_range)
    text += line;
  write(range, text);
  EXPECT_EQ(found(), breach::unlisted);
  write(range, text + line);
  EXPECT_EQ(found(), breach::unreadable);
}

TEST_F(breached, has_ranges_that_can_be_looked_at_before) {
  EXPECT_FALSE(is_range_readable(folder.path(), range));
  write(range, "nonsense\n");
  EXPECT_FALSE(is_range_readable(folder.path(), range));
  write(range, std::string(rest) + ":1\n");
  EXPECT_TRUE(is_range_readable(folder.path(), range));
}

TEST(breached_range, counts_no_padding) {
  EXPECT_EQ(lists(std::string(rest) + ":0", rest), false);
  EXPECT_EQ(lists(std::string(rest) + ":10", rest), true);
}

TEST(breached_range, has_lines_of_one_form) {
  for (const std::string& bad :
       {std::string(rest) + ":", std::string(rest) + ":x", std::string(rest) + " 1",
        std::string("1e4c9b93f3f0682250b6cf8331b7ee68fd8:1"), std::string("\n") + rest + ":1"})
    EXPECT_FALSE(lists(bad, rest)) << bad;
  EXPECT_EQ(lists("", rest), false);
}

}
}
