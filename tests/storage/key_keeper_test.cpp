// SPDX-License-Identifier: Apache-2.0
#include "storage/key_keeper.hpp"

#include "storage/key_error.hpp"
#include "tests/support/key_samples.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

namespace muniment::storage {
namespace {

using test::journal;
using test::workspace;

class key_keeper_test : public testing::Test {
protected:
  static void fill(key_dump_writer& into) { into.add(std::vector{key_row{1, 0, {}, {1, 2, 3}}}); }

  std::vector<std::uint32_t> numbers() const {
    std::vector<std::uint32_t> found;
    for (const auto& each : keeper.eras())
      found.push_back(each.number);
    return found;
  }

  test::temporary_directory folder;
  const std::filesystem::path directory = folder.path() / "keys";
  key_keeper keeper{key_store::open(directory, crypto::secret_bytes(bytes(32, 7)))};
};

TEST_F(key_keeper_test, shows_each_era_from_its_beginning_to_its_end) {
  EXPECT_EQ(numbers(), std::vector<std::uint32_t>{1});
  EXPECT_FALSE(keeper.rolling());
  keeper.begin_roll();
  EXPECT_EQ(numbers(), (std::vector<std::uint32_t>{1, 2}));
  EXPECT_TRUE(keeper.rolling());
  EXPECT_EQ(keeper.current(), 2U);
  EXPECT_THROW(keeper.finish_roll(std::vector{workspace}), key_error);
  EXPECT_EQ(numbers(), (std::vector<std::uint32_t>{1, 2}));
  keeper.dump(workspace, journal, fill);
  EXPECT_EQ(keeper.dump_era(workspace), 2U);
  keeper.finish_roll(std::vector{workspace});
  EXPECT_EQ(numbers(), std::vector<std::uint32_t>{2});
}

TEST_F(key_keeper_test, keeps_the_older_dump_when_a_newer_one_fails) {
  keeper.dump(workspace, journal, fill);
  keeper.begin_roll();
  EXPECT_THROW(keeper.dump(workspace, journal,
                           [](key_dump_writer& into) {
                             fill(into);
                             throw std::runtime_error{"the database is gone"};
                           }),
               std::runtime_error);
  EXPECT_EQ(keeper.dump_era(workspace), 1U);
}

TEST_F(key_keeper_test, says_since_when_an_era_lives) {
  const auto now = [] {
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
  };
  const auto age = now() - keeper.current_since();
  EXPECT_GE(age, std::chrono::seconds{-1});
  EXPECT_LT(age, std::chrono::minutes{5});
  std::filesystem::last_write_time(directory / "era-1.key",
                                   std::filesystem::file_time_type::clock::now() -
                                       std::chrono::hours{30});
  EXPECT_GE(now() - keeper.current_since(), std::chrono::hours{29});
}

TEST_F(key_keeper_test, shows_eras_while_a_dump_is_written) {
  keeper.dump(workspace, journal, [&](key_dump_writer& into) {
    std::thread{[&] { EXPECT_EQ(numbers(), std::vector<std::uint32_t>{1}); }}.join();
    fill(into);
  });
}

}
}
