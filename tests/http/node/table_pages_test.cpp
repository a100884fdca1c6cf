// SPDX-License-Identifier: Apache-2.0
#include "http/node/table_pages.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace muniment::http {
namespace {

struct numbered_row {
  uuid id;
  std::uint8_t number;
};

class table_pages : public testing::Test {
protected:
  static constexpr std::size_t page = 4;

  /// A table of that many rows.
  void fill(std::uint8_t rows) {
    for (std::uint8_t each = 0; each < rows; ++each)
      table.push_back({uuid::random({each}), each});
    std::ranges::sort(table, {}, &numbered_row::id);
  }

  /// How many rows are taken; at most `wanted` are.
  std::size_t taken(std::size_t most, std::size_t wanted = 1'000) {
    std::vector<uuid> seen;
    complete = each_row(
        [this](const std::optional<uuid>& after) {
          ++pages;
          std::vector<numbered_row> found;
          for (const auto& each : table)
            if ((!after || *after < each.id) && found.size() < page) found.push_back(each);
          return found;
        },
        page, most,
        [&](const numbered_row& row) {
          seen.push_back(row.id);
          return seen.size() < wanted;
        });
    EXPECT_TRUE(std::ranges::is_sorted(seen));
    EXPECT_EQ(std::ranges::adjacent_find(seen), seen.end()) << "each once";
    return seen.size();
  }

  std::vector<numbered_row> table;
  int pages = 0;
  bool complete = false;
};

TEST_F(table_pages, are_read_until_the_list_ends) {
  EXPECT_EQ(taken(100), 0U);
  EXPECT_TRUE(complete);
  fill(10);
  EXPECT_EQ(taken(100), 10U);
  EXPECT_TRUE(complete);
  EXPECT_EQ(pages, 1 + 3);
}

TEST_F(table_pages, are_read_no_further_than_is_wanted) {
  fill(10);
  EXPECT_EQ(taken(100, 2), 2U);
  EXPECT_TRUE(complete);
  EXPECT_EQ(pages, 1);
}

TEST_F(table_pages, are_read_no_further_than_the_limit_which_is_told) {
  fill(10);
  EXPECT_EQ(taken(8), 8U);
  EXPECT_FALSE(complete);
  EXPECT_EQ(pages, 2);
}

}
}
