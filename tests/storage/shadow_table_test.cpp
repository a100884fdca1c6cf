// SPDX-License-Identifier: Apache-2.0
#include "storage/shadow_table.hpp"

#include "storage/failure.hpp"
#include "tests/support/things.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <stdexcept>
#include <thread>

namespace muniment::storage {
namespace {

using namespace test;

class shadow_table_in : public tables_of_things {};

TEST_F(shadow_table_in, takes_the_place_of_the_table) {
  persist(7, {thing(1)});
  shadow_table shadow{database.pool(), schema, shape};
  std::uint8_t next = 2;
  shadow.fill([&](row_text& row) {
    if (next == 5) return false;
    auto each = thing(next++);
    each.user = next % 2 == 0 ? "" : "tab\tand \\ back";
    each.note.reset();
    row = text_of_row(each);
    return true;
  });
  EXPECT_EQ(tables.open(schema, shape), (checkpoint{7, 1})) << "a projector that wakes meanwhile";
  shadow.index();
  shadow.upsert(texts_of({thing(4)}));
  std::vector<row_text> seen;
  shadow.scan([&](const row_text& row) { seen.push_back(row); });
  EXPECT_EQ(numbers_in(seen), (std::vector<std::uint8_t>{2, 3, 4}));
  EXPECT_FALSE(shadow.take_place(6)) << "the live rows reach further";
  EXPECT_TRUE(read(1));
  EXPECT_EQ(shadow.take_place(8), (checkpoint{8, 2}));
  EXPECT_FALSE(read(1));
  EXPECT_EQ(read(4), thing(4));
  EXPECT_EQ(read(2)->user, "tab\tand \\ back");
  EXPECT_EQ(read(3)->user, "");
  EXPECT_FALSE(tables.persist(schema, shape, at, 9, {})) << "the old table's writer";
}

TEST_F(shadow_table_in, scanned_in_many_pages_gives_each_row_once_and_ends_where_it_is_left) {
  constexpr std::uint16_t count = 10'000; // Two whole pages: what follows them is empty.
  shadow_table shadow{database.pool(), schema, shape};
  const auto text = text_of_row(thing(0));
  std::uint16_t written = 0;
  shadow.fill([&](row_text& row) {
    if (written == count) return false;
    uuid id;
    id.octets[0] = static_cast<std::uint8_t>(written >> 8);
    id.octets[1] = static_cast<std::uint8_t>(written++ & 0xff);
    row = text;
    row.front() = to_string(id);
    return true;
  });
  shadow.index();
  std::vector<std::string> seen;
  const auto look = [&](std::size_t most) {
    seen.clear();
    shadow.scan([&](const row_text& row) {
      if (seen.size() == most) throw std::length_error{"enough"};
      seen.push_back(row.front().value());
    });
  };
  for (const std::size_t most : {1UL, 4'999UL, 5'000UL, 5'001UL}) {
    EXPECT_THROW(look(most), std::length_error);
    EXPECT_EQ(seen.size(), most);
  }
  look(count);
  EXPECT_EQ(seen.size(), count);
  EXPECT_TRUE(std::ranges::adjacent_find(seen, std::ranges::greater_equal{}) == seen.end());
}

TEST_F(shadow_table_in, takes_a_place_while_no_read_fails) {
  persist(1, {thing(1)});
  std::atomic<bool> over = false;
  std::atomic<int> reads = 0, failed = 0;
  const auto reading = [&] {
    while (!over) {
      try {
        const auto found = tables.read(schema, shape, text_of(numbered(1)));
        if (!found) ++failed;
      } catch (const failure&) {
        ++failed;
      }
      ++reads;
    }
  };
  std::thread first{reading}, second{reading};
  for (std::uint64_t round = 2; round < 12; ++round) {
    shadow_table shadow{database.pool(), schema, shape};
    bool filled = false;
    shadow.fill([&](row_text& row) {
      row = text_of_row(thing(1));
      return !std::exchange(filled, true);
    });
    shadow.index();
    EXPECT_TRUE(shadow.take_place(round));
    const auto before = reads.load();
    while (reads < before + 4)
      std::this_thread::yield();
  }
  over = true;
  first.join();
  second.join();
  EXPECT_EQ(failed, 0);
}

}
}
