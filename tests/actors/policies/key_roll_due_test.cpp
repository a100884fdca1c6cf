// SPDX-License-Identifier: Apache-2.0
#include "actors/policies/key_roll_due.hpp"

#include "tests/support/journal_database.hpp"

#include <gtest/gtest.h>

namespace muniment {
namespace {

using std::chrono::hours;

const instant noon = from_microseconds(1'800'000'000'000'000);

bool due(bool under_way, bool awaited, hours age) {
  return is_roll_due({under_way, awaited, noon - age}, hours{12}, noon);
}

TEST(key_roll_due, follows_an_erasure_but_not_the_last_roll_too_closely) {
  EXPECT_TRUE(due(false, true, hours{12}));
  EXPECT_FALSE(due(false, true, hours{11}));
  EXPECT_FALSE(due(false, true, hours{0}));
  EXPECT_FALSE(due(false, false, hours{2'000})) << "nobody was erased";
}

TEST(key_roll_due, goes_on_with_what_was_left_behind) { EXPECT_TRUE(due(true, false, hours{0})); }

TEST(key_roll_due, is_not_put_off_by_a_clock_that_was_set_back) {
  EXPECT_TRUE(due(false, true, hours{-1}));
  EXPECT_FALSE(due(false, false, hours{-1}));
}

TEST(key_roll_due, is_awaited_by_any_workspace) {
  test::journal_database database;
  EXPECT_FALSE(is_roll_awaited(database.pool(), {}));
  database.workspace();
  const auto other = database.workspace();
  EXPECT_FALSE(is_roll_awaited(database.pool(), {}));
  database.execute("INSERT INTO " + other.text() +
                   ".keys VALUES (10, 0, '00000000-0000-0000-0000-000000000000', '\\x01')");
  EXPECT_TRUE(is_roll_awaited(database.pool(), {}));
  database.execute("UPDATE muniment.workspaces SET state = 'suspended'");
  EXPECT_TRUE(is_roll_awaited(database.pool(), {}));
  std::stop_source ending;
  ending.request_stop();
  EXPECT_FALSE(is_roll_awaited(database.pool(), ending.get_token()));
}

}
}
