// SPDX-License-Identifier: Apache-2.0
#include "storage/key_store_survey.hpp"

#include "storage/key_store.hpp"
#include "tests/support/files.hpp"
#include "tests/support/key_samples.hpp"
#include "tests/support/refusal_text.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace muniment::storage {
namespace {

using test::journal;
using test::refusal_text;
using test::workspace;
using testing::HasSubstr;

crypto::secret_bytes master(std::uint8_t octet = 7) {
  return crypto::secret_bytes(bytes(32, octet));
}

class key_store_survey_test : public testing::Test {
protected:
  test::temporary_directory folder;
  const std::filesystem::path directory = folder.path() / "keys";
};

TEST_F(key_store_survey_test, sees_eras_and_dumps_of_a_store_that_is_held) {
  auto store = key_store::open(directory, master());
  auto writer = store.write_dump(workspace, journal);
  writer.finish();
  store.begin_roll();
  const auto seen = survey_key_store(directory);
  EXPECT_EQ(seen.eras, (std::vector<std::uint32_t>{2, 1}));
  EXPECT_EQ(seen.dumps, (std::map<uuid, std::uint32_t>{{workspace, 1}}));
  EXPECT_TRUE(seen.damaged.empty());
  const auto eras = read_eras(directory, seen, master());
  ASSERT_EQ(eras.size(), 2U);
  EXPECT_EQ(eras[0].key->commitment(), store.current().key->commitment());
}

TEST_F(key_store_survey_test, changes_nothing_where_opening_would) {
  static_cast<void>(key_store::open(directory, master()));
  test::write_file(directory / "era-2.key.new", bytes{1});
  test::write_file(directory / "era-x.key", bytes{1});
  test::write_file(directory / "dump-01020304-0506-4708-890a-0b0c0d0e0f10.keys", bytes{1});
  test::write_file(directory / "era-9.key", bytes(32 + crypto::seal_overhead));
  const auto seen = survey_key_store(directory);
  EXPECT_EQ(seen.eras, std::vector<std::uint32_t>{1});
  EXPECT_EQ(seen.blank, std::vector<std::uint32_t>{9});
  EXPECT_EQ(seen.damaged.size(), 2U);
  EXPECT_TRUE(std::filesystem::exists(directory / "era-2.key.new"));
  EXPECT_TRUE(std::filesystem::exists(directory / "era-9.key"));
}

TEST_F(key_store_survey_test, says_why_it_cannot) {
  EXPECT_THAT(refusal_text([&] { survey_key_store(folder.path() / "none"); }),
              HasSubstr("cannot be read"));
  static_cast<void>(key_store::open(directory, master()));
  const auto seen = survey_key_store(directory);
  EXPECT_THAT(refusal_text([&] { read_eras(directory, seen, master(8)); }),
              HasSubstr("another master key"));
}

}
}
