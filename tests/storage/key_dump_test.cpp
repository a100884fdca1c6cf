// SPDX-License-Identifier: Apache-2.0
#include "storage/key_dump.hpp"

#include "storage/key_error.hpp"
#include "tests/support/files.hpp"
#include "tests/support/key_samples.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

namespace muniment::storage {
namespace {

using test::id_of_octet;
using test::journal;

const era under = test::era_of_octet(3, 0xe3);
constexpr std::size_t header_size = 9 + 4 + 16;

std::vector<key_row> rows(int count, std::size_t size) {
  std::vector<key_row> made;
  for (int n = 0; n < count; ++n) {
    auto id = id_of_octet(1);
    id.octets[0] = static_cast<std::uint8_t>(n);
    id.octets[1] = static_cast<std::uint8_t>(n >> 8);
    made.push_back({3, static_cast<std::int16_t>(n % 1024), id, bytes(size, 0x77)});
  }
  return made;
}

class key_dump_test : public testing::Test {
protected:
  void write(const std::vector<key_row>& content, std::size_t page = 100) const {
    key_dump_writer writer{file, under, journal};
    for (std::size_t at = 0; at < content.size(); at += page)
      writer.add(std::span{content}.subspan(at, std::min(page, content.size() - at)));
    writer.finish();
  }

  std::vector<key_row> read(const uuid& of = journal, const era& with = under) const {
    std::vector<key_row> found;
    read_key_dump(file, {&with, 1}, of, [&](std::vector<key_row> page) {
      EXPECT_LE(page.size(), 512U);
      found.insert(found.end(), page.begin(), page.end());
    });
    return found;
  }

  key_fault fault(const uuid& of = journal, const era& with = under) const {
    try {
      read(of, with);
    } catch (const key_error& error) {
      return error.fault();
    }
    throw std::runtime_error{"nothing was thrown"};
  }

  bytes content() const { return test::read_file(file).value(); }

  test::temporary_directory folder;
  std::filesystem::path file = folder.path() / "dump-x.keys";
};

TEST_F(key_dump_test, gives_back_what_it_was_given) {
  for (const int count : {0, 1, 512, 513, 3000}) {
    write(rows(count, 102));
    EXPECT_EQ(read(), rows(count, 102)) << count;
  }
}

TEST_F(key_dump_test, holds_the_longest_rows) {
  write(rows(30, limits::wrapped_key_bytes));
  EXPECT_EQ(read(), rows(30, limits::wrapped_key_bytes));
}

TEST_F(key_dump_test, shows_nothing_of_its_rows) {
  write(rows(10, 102));
  const auto whole = content();
  EXPECT_TRUE(std::ranges::search(whole, bytes(4, 0x77)).empty());
}

TEST_F(key_dump_test, replaces_the_one_before_and_only_as_a_whole) {
  write(rows(10, 102));
  {
    key_dump_writer interrupted{file, under, journal};
    interrupted.add(rows(600, 102));
  }
  EXPECT_EQ(read().size(), 10U);
  write(rows(5, 102));
  EXPECT_EQ(read().size(), 5U);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator{folder.path()}, {}), 1);
}

TEST_F(key_dump_test, names_its_era) {
  write(rows(1, 102));
  EXPECT_EQ(era_of_key_dump(file), 3U);
  EXPECT_EQ(fault(journal, test::era_of_octet(4, 0xe3)), key_fault::foreign_era);
  EXPECT_EQ(fault(journal, test::era_of_octet(3, 0xe4)), key_fault::damaged);
  EXPECT_EQ(fault(id_of_octet(1)), key_fault::damaged);
}

TEST_F(key_dump_test, no_octet_can_change) {
  write(rows(2, 20));
  const auto whole = content();
  for (std::size_t at = 0; at < whole.size(); ++at) {
    auto changed = whole;
    changed[at] ^= 1;
    test::write_file(file, changed);
    EXPECT_THROW(read(), key_error) << at;
  }
}

TEST_F(key_dump_test, it_cannot_be_cut_or_lengthened) {
  write(rows(2, 20));
  const auto whole = content();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    test::write_file(file, bytes_view{whole}.first(size));
    EXPECT_EQ(fault(), key_fault::damaged) << size;
  }
  auto longer = whole;
  longer.push_back(0);
  test::write_file(file, longer);
  EXPECT_EQ(fault(), key_fault::damaged);
}

TEST_F(key_dump_test, chunks_cannot_be_left_out_or_come_from_another_dump) {
  const auto first_box_end = [](bytes_view whole) {
    std::size_t size = 0;
    for (const auto octet : whole.subspan(header_size, 4))
      size = size << 8 | octet;
    return header_size + 4 + size;
  };
  write(rows(600, 102));
  const auto one = content();
  write(rows(600, 102));
  const auto other = content();

  bytes without(one.begin(), one.begin() + header_size);
  without.insert(without.end(), one.begin() + static_cast<long>(first_box_end(one)), one.end());
  test::write_file(file, without);
  EXPECT_EQ(fault(), key_fault::damaged);

  bytes mixed(one.begin(), one.begin() + static_cast<long>(first_box_end(one)));
  mixed.insert(mixed.end(), other.begin() + static_cast<long>(first_box_end(other)), other.end());
  test::write_file(file, mixed);
  EXPECT_EQ(fault(), key_fault::damaged);
}

}
}
