// SPDX-License-Identifier: Apache-2.0
#include "storage/administrator.hpp"

#include "storage/dsn.hpp"
#include "storage/failure.hpp"
#include "tests/support/journal_database.hpp"

#include <gtest/gtest.h>

namespace muniment::storage {
namespace {

using namespace test;

TEST(administrator_test, tells_who_may_prepare) {
  const auto seen = read_administrator(shared_database().owner_dsn());
  EXPECT_TRUE(seen.makes_roles);
  EXPECT_TRUE(seen.makes_schemas);
  EXPECT_TRUE(seen.has_logins);
  EXPECT_EQ(seen.database, shared_database().value("SELECT current_database()"));
}

TEST(administrator_test, tells_each_right_apart) {
  const auto& database = shared_database();
  const login plain{"plain_administrator", "known"};
  const auto name = database.value("SELECT current_database()");
  database.execute("CREATE ROLE plain_administrator LOGIN PASSWORD 'known'; GRANT"
                   " plain_administrator TO CURRENT_USER; GRANT CONNECT ON DATABASE " +
                   name + " TO plain_administrator");
  const auto seen = [&] { return read_administrator(database.dsn(plain)); };
  EXPECT_EQ(seen().login, plain.name);
  EXPECT_FALSE(seen().makes_roles);
  database.execute("ALTER ROLE plain_administrator CREATEROLE");
  EXPECT_TRUE(seen().makes_roles);
  database.execute("GRANT ALL ON DATABASE " + name + " TO plain_administrator");
  EXPECT_FALSE(seen().makes_schemas) << "it must pass the rights on";
  database.execute("GRANT CREATE, CONNECT ON DATABASE " + name +
                   " TO plain_administrator WITH GRANT OPTION");
  EXPECT_TRUE(seen().makes_schemas);
  database.execute("DROP OWNED BY plain_administrator; DROP ROLE plain_administrator");
}

TEST(administrator_test, knows_which_releases_keep_roles_apart) {
  for (const int version : {150010, 150020, 160006, 170002, 180000, 190003})
    EXPECT_TRUE(is_supported(version)) << version;
  for (const int version : {90624, 140030, 150009, 160005, 170001})
    EXPECT_FALSE(is_supported(version)) << version;
  EXPECT_EQ(version_text(150010), "15.10");
}

TEST(administrator_test, of_a_database_that_is_away_is_a_failure) {
  EXPECT_THROW(read_administrator("host=/nowhere"), failure);
}

}
}
