// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/database_access.hpp"

#include "storage/startup_error.hpp"
#include "tests/support/free_port.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace muniment::ops {
namespace {

using std::chrono::milliseconds;

template <class Do>
std::string told_by(Do act) {
  try {
    act();
  } catch (const storage::startup_error& error) {
    EXPECT_FALSE(error.hint().empty());
    return error.what();
  }
  return "";
}

class database_access_test : public testing::Test {
protected:
  waiting_room room(milliseconds patience, bool stop = false) {
    return {patience, [this](std::string_view step) { said.emplace_back(step); },
            [stop](milliseconds) { return stop; }};
  }

  settings values = [] {
    settings some;
    some.dsn = "host=127.0.0.1 port=" + std::to_string(test::free_port());
    return some;
  }();
  const storage::logins logins = storage::logins_with({.control = "c", .hub = "h", .pools = {"p"}});
  std::vector<std::string> said;
};

TEST_F(database_access_test, waits_for_a_bounded_time_and_says_once_why) {
  const auto why = told_by([&] { enter_database(values, logins, room(milliseconds{50})); });
  EXPECT_EQ(why.find("the database cannot be reached"), 0U) << why;
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said[0], "waiting for the database: " + why);
}

TEST_F(database_access_test, waits_no_longer_when_it_is_told_to_stop) {
  EXPECT_FALSE(enter_database(values, logins, room(std::chrono::hours{1}, true)));
}

TEST_F(database_access_test, refuses_servers_that_are_too_old) {
  EXPECT_EQ(told_by([] { demand_supported(150009); }),
            "PostgreSQL 15.9 is too old to keep workspaces apart");
  EXPECT_EQ(told_by([] { demand_supported(140030); }),
            "PostgreSQL 14.30 is too old to keep workspaces apart");
  demand_supported(150010);
}

TEST_F(database_access_test, refuses_to_leave_the_machine_unverified_unless_it_is_said_aloud) {
  demand_safe_dsn(values);
  values.dsn = "host=db.example password=s3cret";
  const auto why = told_by([&] { demand_safe_dsn(values); });
  EXPECT_EQ(why, "the dsn leaves this machine without verified TLS");
  values.insecure_dsn = true;
  demand_safe_dsn(values);
  values.insecure_dsn = false;
  values.dsn = "password=s3cret nonsense";
  EXPECT_EQ(told_by([&] { demand_safe_dsn(values); }).find("s3cret"), std::string::npos);
  values.dsn = "";
  EXPECT_EQ(told_by([&] { demand_safe_dsn(values); }), "no database is named");
}

TEST_F(database_access_test, tells_each_refusal_apart_without_a_password) {
  using storage::login_outcome;
  std::vector<std::string> all;
  for (const auto outcome :
       {login_outcome::no_login, login_outcome::no_database, login_outcome::no_right,
        login_outcome::not_now, login_outcome::wrong_answer})
    all.push_back(told_by([&] { fail_at({outcome, 0, "XX000"}, "muniment_hub"); }));
  EXPECT_EQ(all[0], "the database does not let in the login muniment_hub (XX000)");
  EXPECT_EQ(all[1], "there is no such database on that server");
  EXPECT_EQ(all[2], "the login muniment_hub may not connect to that database");
  EXPECT_EQ(all[3], "the database cannot be used now (XX000)");
  EXPECT_EQ(all[4], "the database refused the login muniment_hub (XX000)");
}

}
}
