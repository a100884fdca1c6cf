// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/login_attempts.hpp"

#include "tests/support/oidc_samples.hpp"

#include <gtest/gtest.h>

#include <deque>

namespace muniment::oidc {
namespace {

using namespace std::chrono_literals;
using test::ada;
using test::noon;

uuid user(std::uint8_t number) { return uuid::random({0, number}); }

/// One try with a wrong password; whether it was checked at all.
bool fail(login_attempts& book, const uuid& who, recorded_lockout known = {}, instant now = noon) {
  auto attempt = book.begin(who);
  if (!attempt.admitted(known, now)) return false;
  attempt.recorded(attempt.failed(now));
  return true;
}

TEST(login_attempts, count_failures_in_a_row) {
  login_attempts book(10);
  for (std::uint32_t expected = 1; expected <= 3; ++expected) {
    auto attempt = book.begin(ada);
    ASSERT_TRUE(attempt.admitted({}, noon));
    EXPECT_EQ(attempt.failed(noon), expected);
  }
}

TEST(login_attempts, begin_anew_after_a_success) {
  login_attempts book(10);
  fail(book, ada);
  {
    auto right = book.begin(ada);
    EXPECT_TRUE(right.admitted({}, noon));
    right.succeeded();
  }
  EXPECT_EQ(book.size(), 0U);
  auto attempt = book.begin(ada);
  ASSERT_TRUE(attempt.admitted({}, noon));
  EXPECT_EQ(attempt.failed(noon), 1U);
}

TEST(login_attempts, lock_after_the_free_ones_and_longer_each_time) {
  login_attempts book(10);
  for (int i = 0; i < 6; ++i)
    EXPECT_TRUE(fail(book, ada)) << i;
  const recorded_lockout six{6, noon + 30s};
  EXPECT_FALSE(fail(book, ada, six));
  EXPECT_FALSE(fail(book, ada, six, noon + 29s));
  EXPECT_TRUE(fail(book, ada, six, noon + 30s));
  EXPECT_FALSE(fail(book, ada, {7, noon + 90s}, noon + 89s));
}

TEST(login_attempts, lock_before_the_journal_knows) {
  login_attempts book(10);
  for (int i = 0; i < 6; ++i)
    fail(book, ada);
  auto attempt = book.begin(ada);
  EXPECT_FALSE(attempt.admitted({6, {}}, noon));
}

TEST(login_attempts, check_no_more_at_once_than_one_after_another) {
  login_attempts book(10);
  std::deque<login_attempts::attempt> all;
  int checked = 0;
  for (int i = 0; i < 1000; ++i) {
    all.push_back(book.begin(ada));
    checked += all.back().admitted({}, noon);
  }
  EXPECT_EQ(checked, 5);
  for (int i = 0; i < 5; ++i)
    all[i].failed(noon);
  EXPECT_TRUE(fail(book, ada)) << "the sixth, alone";
  EXPECT_FALSE(fail(book, ada));
}

TEST(login_attempts, go_on_from_the_lockout_that_is_recorded) {
  login_attempts book(10);
  auto attempt = book.begin(ada);
  ASSERT_TRUE(attempt.admitted({8, noon}, noon));
  EXPECT_EQ(attempt.failed(noon), 9U);
}

TEST(login_attempts, believe_an_unlock) {
  login_attempts book(10);
  for (int i = 0; i < 6; ++i)
    fail(book, ada);
  auto attempt = book.begin(ada);
  ASSERT_TRUE(attempt.admitted({}, noon));
  EXPECT_EQ(attempt.failed(noon), 1U);
}

TEST(login_attempts, believe_an_unlock_of_what_an_earlier_process_recorded) {
  login_attempts book(10);
  EXPECT_TRUE(fail(book, ada, {7, noon}));
  auto attempt = book.begin(ada);
  ASSERT_TRUE(attempt.admitted({}, noon));
  EXPECT_EQ(attempt.failed(noon), 1U);
}

TEST(login_attempts, do_not_take_a_stale_reading_for_an_unlock) {
  login_attempts book(10);
  for (int i = 0; i < 5; ++i)
    fail(book, ada);
  auto sixth = book.begin(ada);
  auto meanwhile = book.begin(ada); // reads the credential now, without a lockout
  ASSERT_TRUE(sixth.admitted({}, noon));
  sixth.recorded(sixth.failed(noon));
  EXPECT_FALSE(meanwhile.admitted({}, noon));
}

TEST(login_attempts, forget_an_attempt_that_was_given_up) {
  login_attempts book(10);
  {
    auto attempt = book.begin(ada);
    EXPECT_TRUE(attempt.admitted({}, noon));
  }
  EXPECT_EQ(book.size(), 0U);
}

TEST(login_attempts, hold_no_more_users_than_they_may) {
  login_attempts book(3);
  for (std::uint8_t i = 0; i < 10; ++i)
    fail(book, user(i));
  EXPECT_EQ(book.size(), 3U);
  auto forgotten = book.begin(user(0));
  ASSERT_TRUE(forgotten.admitted({}, noon));
  EXPECT_EQ(forgotten.failed(noon), 1U);
  auto kept = book.begin(user(9));
  ASSERT_TRUE(kept.admitted({}, noon));
  EXPECT_EQ(kept.failed(noon), 2U);
}

TEST(login_attempts, never_lose_one_under_way) {
  login_attempts book(1);
  auto attempt = book.begin(ada);
  for (std::uint8_t i = 0; i < 10; ++i)
    fail(book, user(i));
  ASSERT_TRUE(attempt.admitted({}, noon));
  EXPECT_EQ(attempt.failed(noon), 1U);
}

}
}
