// SPDX-License-Identifier: Apache-2.0
#include "storage/key_reader.hpp"

#include "storage/key_changes.hpp"
#include "tests/support/journal_database.hpp"
#include "tests/support/key_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace muniment::storage {
namespace {

using namespace test;

class key_reader : public testing::Test {
protected:
  void SetUp() override {
    own(hub, schema);
    ring.emplace(keyring::create(journal, era_of_octet(7, 0xe7),
                                 key_rows_of(database.pool(), schema), born));
  }

  void write(const key_changes& changes) {
    auto part = part_on(schema, 1, position++, 1);
    add_to(part, changes);
    const auto result = hub.commit({&part, 1}).parts.front();
    ASSERT_EQ(result.verdict, part_verdict::committed) << result.sqlstate;
    ring->committed(changes);
  }

  std::vector<key_row> all() {
    std::vector<key_row> found;
    read_all_keys(database.pool(), schema, [&](const std::vector<key_row>& rows) {
      found.insert(found.end(), rows.begin(), rows.end());
    });
    return found;
  }

  journal_database& database = shared_database();
  const schema_name schema = database.workspace();
  const uuid journal = id_of_octet(0xaa);
  hub_connection hub{database.hub_dsn()};
  key_changes born;
  std::optional<keyring> ring;
  std::uint64_t position = 0;
};

TEST_F(key_reader, tells_under_which_era_a_workspace_lies) {
  EXPECT_EQ(era_of_workspace(database.pool(), schema), std::nullopt);
  write(born);
  EXPECT_EQ(era_of_workspace(database.pool(), schema), 7U);
  write(ring->roll_workspace_key(era_of_octet(8, 0xe8)));
  EXPECT_EQ(era_of_workspace(database.pool(), schema), 8U);
}

TEST_F(key_reader, tells_whether_a_roll_is_awaited) {
  write(born);
  key_changes changes;
  ring->create_subject(changes, id_of_octet(1));
  write(changes);
  EXPECT_FALSE(awaits_roll(database.pool(), schema));
  write(*ring->erase(id_of_octet(1)));
  EXPECT_TRUE(awaits_roll(database.pool(), schema));
  write(ring->roll_workspace_key(era_of_octet(8, 0xe8)));
  EXPECT_FALSE(awaits_roll(database.pool(), schema));
}

TEST_F(key_reader, reads_all_rows_over_many_pages) {
  write(born);
  EXPECT_EQ(all().size(), 4U);
  database.execute("INSERT INTO " + schema.text() +
                   ".keys SELECT 3, n % 1024, gen_random_uuid(), '\\x01' FROM generate_series(1, "
                   "2500) n");
  const auto rows = all();
  EXPECT_EQ(rows.size(), 2504U);
  EXPECT_TRUE(std::ranges::is_sorted(rows, {}, id_of));
}

// What a dump is made of: no half of a roll, and nobody erased in between.
TEST_F(key_reader, reads_all_rows_as_of_one_moment) {
  write(born);
  const auto insert = "INSERT INTO " + schema.text() +
                      ".keys SELECT 3, n % 1024, gen_random_uuid(), '\\x01' FROM "
                      "generate_series(1, 1500) n";
  database.execute(insert);
  std::size_t pages = 0, rows = 0;
  read_all_keys(database.pool(), schema, [&](const std::vector<key_row>& page) {
    if (pages++ == 0) database.execute(insert);
    rows += page.size();
  });
  EXPECT_EQ(pages, 2U);
  EXPECT_EQ(rows, 1504U);
}

}
}
