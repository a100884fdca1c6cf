// SPDX-License-Identifier: Apache-2.0
#include "http/admin/sift.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace muniment::http {
namespace {

struct numbered_row {
  uuid id;
  int number;
};

uuid id_of(int number) {
  uuid id;
  id.octets[0] = static_cast<std::uint8_t>(number >> 8);
  id.octets[1] = static_cast<std::uint8_t>(number);
  return id;
}

/// A table of rows 1 to `count`, read page by page.
auto table(int count, int& pages) {
  return [count, &pages](const std::optional<uuid>& after) {
    ++pages;
    std::vector<numbered_row> page;
    const int from = after ? after->octets[0] * 256 + after->octets[1] + 1 : 1;
    for (int number = from; number <= count && page.size() < storage::read_models::list_limit;
         ++number)
      page.push_back({id_of(number), number});
    return page;
  };
}

TEST(sift, keeps_what_is_looked_for_and_says_where_to_go_on) {
  int pages = 0;
  const auto even = [](const numbered_row& row) { return row.number % 2 == 0; };
  const auto found = sift<numbered_row>(table(10, pages), even, {}, 3);
  ASSERT_EQ(found.rows.size(), 3U);
  EXPECT_EQ(found.rows.back().number, 6);
  EXPECT_EQ(found.next, id_of(6));
  const auto rest = sift<numbered_row>(table(10, pages), even, found.next, 3);
  EXPECT_EQ(rest.rows.size(), 2U);
  EXPECT_FALSE(rest.next) << "that was all";
}

TEST(sift, goes_on_over_many_pages_and_is_bounded) {
  int pages = 0;
  const auto late = [](const numbered_row& row) { return row.number == 900; };
  EXPECT_EQ(sift<numbered_row>(table(1000, pages), late, {}, 1).rows.size(), 1U);
  EXPECT_EQ(pages, 5);
  pages = 0;
  const auto none = [](const numbered_row&) { return false; };
  const auto found = sift<numbered_row>(table(20'000, pages), none, {}, 1);
  EXPECT_EQ(pages, most_sifted_pages);
  EXPECT_TRUE(found.rows.empty());
  EXPECT_EQ(found.next, id_of(25 * 200)) << "there may be more behind";
}

}
}
