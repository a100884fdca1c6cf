// SPDX-License-Identifier: Apache-2.0
#include "storage/login_attempt.hpp"

#include "storage/dsn.hpp"
#include "tests/support/free_port.hpp"
#include "tests/support/journal_database.hpp"

#include <gtest/gtest.h>

namespace muniment::storage {
namespace {

using namespace test;
constexpr std::chrono::seconds patience{10};

TEST(login_attempt_test, is_welcome_with_the_right_password) {
  const auto tried = try_login(shared_database().hub_dsn(), patience);
  EXPECT_EQ(tried.outcome, login_outcome::welcome) << tried.reason;
  EXPECT_GE(tried.server_version, 150000);
}

TEST(login_attempt_test, tells_why_a_server_said_no) {
  const auto& database = shared_database();
  const auto hub = database.logins().hub;
  const auto outcome = [](const std::string& dsn) { return try_login(dsn, patience).outcome; };
  EXPECT_EQ(outcome(database.dsn({hub.name, "wrong"})), login_outcome::no_login);
  EXPECT_EQ(outcome(database.dsn({"nobody_of_that_name", "x"})), login_outcome::no_login);
  EXPECT_EQ(outcome(database.hub_dsn() + " dbname=no_such_database"), login_outcome::no_database);
  database.execute("CREATE ROLE stranger LOGIN PASSWORD 'known'");
  EXPECT_EQ(outcome(database.dsn({"stranger", "known"})), login_outcome::no_right);
  database.execute("DROP ROLE stranger");
}

TEST(login_attempt_test, tells_that_nobody_answers_in_one_line_without_the_password) {
  const auto tried = try_login(
      "host=127.0.0.1 password=s3cret port=" + std::to_string(test::free_port()), patience);
  EXPECT_EQ(tried.outcome, login_outcome::unreachable);
  EXPECT_NE(tried.reason.find("refused"), std::string::npos) << tried.reason;
  EXPECT_EQ(tried.reason.find_first_of("\n\t"), std::string::npos) << tried.reason;
  EXPECT_EQ(tried.reason.find("s3cret"), std::string::npos) << tried.reason;
  EXPECT_TRUE(passes(tried.outcome));
}

TEST(login_attempt_test, demands_of_the_server_what_the_dsn_demands) {
  const auto tried = try_login(shared_database().hub_dsn() + " host=127.0.0.1 hostaddr=127.0.0.1"
                                                             " sslmode=verify-full port=1",
                               patience);
  EXPECT_EQ(tried.outcome, login_outcome::unreachable);
}

}
}
