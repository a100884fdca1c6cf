// SPDX-License-Identifier: Apache-2.0
#include "storage/dsn.hpp"

#include "storage/failure.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace muniment::storage {
namespace {

struct variable {
  variable(const char* name, const char* value) : name{name} { ::setenv(name, value, 1); }
  ~variable() { ::unsetenv(name); }
  variable(const variable&) = delete;
  variable& operator=(const variable&) = delete;
  const char* name;
};

TEST(dsn, takes_another_login_and_keeps_the_rest) {
  EXPECT_EQ(
      dsn_for("host=/run/pg port=5433 user=owner passfile=/x dbname=m", {"hub", R"(it's \ me)"}),
      R"(user='hub' password='it\'s \\ me' dbname='m' host='/run/pg' port='5433')");
  EXPECT_EQ(dsn_for("postgresql://owner:pw@db.example/m?sslmode=verify-full", {"hub", "x"}),
            "user='hub' password='x' dbname='m' host='db.example' sslmode='verify-full'");
}

TEST(dsn, takes_another_keyword_and_keeps_the_rest) {
  EXPECT_EQ(dsn_with("host=/run/pg connect_timeout=60", "connect_timeout", "5"),
            "connect_timeout='5' host='/run/pg'");
  EXPECT_EQ(dsn_with("postgresql://a@db.example/m", "application_name", "it's"),
            R"(application_name='it\'s' user='a' dbname='m' host='db.example')");
}

/// libpq takes the last of what a text says twice. What the kernel makes of it: limits_test.cpp.
TEST(dsn, notices_silence_whatever_it_said_of_that_itself) {
  using std::chrono::seconds;
  EXPECT_EQ(
      noticing_silence("host=db.example keepalives=0 connect_timeout=0", {seconds{5}, seconds{10}}),
      "connect_timeout='5' host='db.example' keepalives='0' keepalives=1 keepalives_idle=5"
      " keepalives_interval=1 keepalives_count=5 tcp_user_timeout=10000");
  EXPECT_EQ(noticing_silence("postgresql://db.example", {seconds{2}, seconds{1}}),
            "connect_timeout='2' host='db.example' keepalives=1 keepalives_idle=1"
            " keepalives_interval=1 keepalives_count=1 tcp_user_timeout=1000");
}

TEST(dsn, tells_its_login) {
  EXPECT_EQ(user_in("postgresql://a:pw@db.example/m"), "a");
  EXPECT_EQ(user_in("host=/run/pg"), "");
  EXPECT_TRUE(holds_password("postgresql://a:pw@db.example/m"));
  EXPECT_FALSE(holds_password("host=/run/pg user=a passfile=/x"));
}

TEST(dsn, does_not_repeat_what_it_cannot_read) {
  try {
    dsn_for("password=secret-word nonsense", {"hub", "x"});
    FAIL();
  } catch (const failure& error) {
    EXPECT_EQ(std::string{error.what()}.find("secret-word"), std::string::npos);
  }
}

TEST(dsn, is_not_made_local_by_what_the_environment_adds) {
  {
    const variable host{"PGHOST", "db.example"};
    EXPECT_FALSE(travels_safely("dbname=m"));
    EXPECT_TRUE(travels_safely("host=/run/pg"));
    const variable mode{"PGSSLMODE", "verify-full"};
    EXPECT_TRUE(travels_safely("dbname=m"));
    EXPECT_FALSE(travels_safely("sslmode=require"));
  }
  const variable address{"PGHOSTADDR", "192.0.2.1"};
  EXPECT_FALSE(travels_safely("host=localhost"));
}

/// A service file may set what the text does not, whatever the environment says.
TEST(dsn, of_a_service_is_safe_only_by_what_it_says_itself) {
  EXPECT_FALSE(travels_safely("service=somewhere"));
  EXPECT_FALSE(travels_safely("service=somewhere host=localhost"));
  EXPECT_TRUE(travels_safely("service=somewhere sslmode=verify-full"));
  const variable service{"PGSERVICE", "somewhere"};
  const variable mode{"PGSSLMODE", "verify-full"};
  EXPECT_FALSE(travels_safely("dbname=m"));
  EXPECT_FALSE(travels_safely("host=db.example"));
  EXPECT_TRUE(travels_safely("host=db.example sslmode=verify-full"));
}

TEST(dsn, leaves_the_machine_only_inside_verified_tls) {
  for (const auto* dsn :
       {"", "host=/run/pg", "host=localhost", "host=127.0.0.1,::1", "host=@socket",
        "host=/run/pg,localhost sslmode=disable", "postgresql:///m", "postgresql://%2Frun%2Fpg/m",
        "postgresql://a@localhost:5433/m", "postgresql://[::1]/m",
        "host=db.example sslmode=verify-full",
        "postgresql://a@db.example,localhost/m?sslmode=verify-full"})
    EXPECT_TRUE(travels_safely(dsn)) << dsn;
  for (const auto* dsn :
       {"host=db.example", "host=db.example sslmode=require", "host=localhost,db.example",
        "hostaddr=192.0.2.1", "host=localhost hostaddr=192.0.2.1",
        "host=localhost hostaddr=127.0.0.1,192.0.2.1", "host=localhost.example",
        "host=127.0.0.1.example", "host=db.example sslmode=verify-full sslmode=require",
        "postgresql://a:pw@db.example/m", "postgresql://localhost,db.example/m",
        "postgresql://localhost/m?hostaddr=192.0.2.1",
        "postgresql://db.example/m?sslmode=verify-ca"})
    EXPECT_FALSE(travels_safely(dsn)) << dsn;
  for (const auto* mode : {"disable", "allow", "prefer", "require", "verify-ca", "VERIFY-FULL"})
    EXPECT_FALSE(travels_safely("host=db.example sslmode=" + std::string{mode})) << mode;
}

}
}
