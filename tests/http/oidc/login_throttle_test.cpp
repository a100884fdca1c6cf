// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/login_throttle.hpp"

#include "tests/support/oidc_samples.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace muniment::oidc {
namespace {

using namespace std::chrono_literals;
using test::noon;

const uuid acme = uuid::random({1});
const login_throttle_terms usual{{2, 10s, 60s}, {6, 10s, 60s}, 1000};

enum class outcome { wrong, right, unknown };

/// One login; how long it has to wait instead, if it has to.
std::chrono::seconds log_in(login_throttle& book, const login_origin& from, outcome ending,
                            instant now = noon) {
  auto admission = book.begin(from, now);
  if (!admission.let_in) return admission.verdict.wait;
  if (ending == outcome::wrong) admission.let_in->failed();
  if (ending == outcome::right) admission.let_in->succeeded();
  return 0s;
}

login_origin at(std::string_view address, std::string_view name = "ada",
                const uuid& workspace = acme) {
  return {workspace, address, name};
}

/// How many more are let in, one after another at one moment.
int left_for(login_throttle& book, const std::string& address, instant now = noon) {
  int let_in = 0;
  for (int each = 0; each < 100; ++each) {
    const auto name = "nobody" + std::to_string(each);
    let_in += log_in(book, at(address, name), outcome::wrong, now) == 0s;
  }
  return let_in;
}

TEST(login_throttle, pauses_a_name_at_an_address) {
  login_throttle book(usual);
  for (int tries = 0; tries < 3; ++tries)
    EXPECT_EQ(log_in(book, at("192.0.2.1"), outcome::wrong), 0s);
  EXPECT_EQ(log_in(book, at("192.0.2.1"), outcome::right), 10s) << "whatever is typed";
  EXPECT_EQ(log_in(book, at("192.0.2.1", "bob"), outcome::wrong), 0s);
  EXPECT_EQ(log_in(book, at("192.0.2.2"), outcome::wrong), 0s);
  EXPECT_EQ(log_in(book, at("192.0.2.1"), outcome::wrong, noon + 10s), 0s);
  EXPECT_EQ(log_in(book, at("192.0.2.1"), outcome::wrong, noon + 10s), 20s);
}

TEST(login_throttle, pauses_an_address_that_tries_many_names) {
  login_throttle book(usual);
  EXPECT_EQ(left_for(book, "192.0.2.1"), 7);
  EXPECT_EQ(log_in(book, at("192.0.2.1", "new"), outcome::wrong), 10s);
  EXPECT_EQ(left_for(book, "192.0.2.2"), 7);
}

TEST(login_throttle, keeps_workspaces_apart) {
  login_throttle book(usual);
  left_for(book, "192.0.2.1");
  EXPECT_EQ(log_in(book, at("192.0.2.1", "ada", uuid::random({2})), outcome::wrong), 0s);
}

TEST(login_throttle, takes_a_network_of_one_subscriber_for_one_address) {
  login_throttle book(usual);
  left_for(book, "2001:db8:0:1::1");
  EXPECT_EQ(log_in(book, at("2001:db8:0:1:ffff::2"), outcome::wrong), 10s);
  EXPECT_EQ(log_in(book, at("2001:db8:0:2::1"), outcome::wrong), 0s);
  left_for(book, "192.0.2.1");
  EXPECT_EQ(log_in(book, at("::ffff:192.0.2.1"), outcome::wrong), 10s);
}

TEST(login_throttle, counts_logins_under_way) {
  login_throttle book(usual);
  std::vector<login_throttle::admission> all;
  int let_in = 0;
  for (int each = 0; each < 64; ++each) {
    all.push_back(book.begin(at("192.0.2.1"), noon));
    let_in += all.back().let_in.has_value();
  }
  EXPECT_EQ(let_in, 3);
  all.clear();
  EXPECT_EQ(log_in(book, at("192.0.2.1"), outcome::wrong), 0s) << "of none of them more is known";
}

TEST(login_throttle, is_told_the_longer_wait) {
  login_throttle book(usual);
  for (int tries = 0; tries < 3; ++tries)
    log_in(book, at("192.0.2.1"), outcome::wrong);
  EXPECT_EQ(log_in(book, at("192.0.2.1"), outcome::wrong, noon + 10s), 0s);
  for (int each = 0; each < 3; ++each)
    log_in(book, at("192.0.2.1", std::to_string(each)), outcome::wrong, noon + 11s);
  EXPECT_EQ(log_in(book, at("192.0.2.1"), outcome::wrong, noon + 11s), 19s);
  EXPECT_EQ(log_in(book, at("192.0.2.1", "new"), outcome::wrong, noon + 11s), 10s);
}

TEST(login_throttle, forgives_a_name_that_got_in_and_nothing_else) {
  login_throttle book(usual);
  log_in(book, at("192.0.2.1"), outcome::wrong);
  log_in(book, at("192.0.2.1"), outcome::wrong);
  log_in(book, at("192.0.2.1", "bob"), outcome::wrong);
  EXPECT_EQ(log_in(book, at("192.0.2.1"), outcome::right), 0s);
  EXPECT_EQ(left_for(book, "192.0.2.1"), 6) << "only the one for another name is left";
}

TEST(login_throttle, sells_no_guesses_for_a_password_that_is_known) {
  login_throttle book(usual);
  int guesses = 0;
  for (int each = 0; each < 100; ++each) {
    log_in(book, at("192.0.2.1", "mallory"), outcome::right);
    guesses += log_in(book, at("192.0.2.1", std::to_string(each)), outcome::wrong) == 0s;
  }
  EXPECT_EQ(guesses, 7);
}

TEST(login_throttle, forgives_no_more_for_many_right_logins_at_once) {
  login_throttle book(usual);
  for (int each = 0; each < 4; ++each)
    log_in(book, at("192.0.2.1", std::to_string(each)), outcome::wrong);
  std::vector<login_throttle::admission> all;
  for (int each = 0; each < 3; ++each)
    all.push_back(book.begin(at("192.0.2.1", "mallory"), noon));
  for (auto& each : all) {
    ASSERT_TRUE(each.let_in);
    each.let_in->succeeded();
  }
  EXPECT_EQ(left_for(book, "192.0.2.1"), 3);
}

TEST(login_throttle, costs_nothing_to_be_right_while_others_fail) {
  login_throttle book(usual);
  left_for(book, "192.0.2.1");
  EXPECT_EQ(log_in(book, at("192.0.2.1"), outcome::right, noon + 10s), 0s);
  EXPECT_EQ(log_in(book, at("192.0.2.1"), outcome::right, noon + 10s), 0s);
  EXPECT_EQ(log_in(book, at("192.0.2.1", "new"), outcome::wrong, noon + 10s), 0s);
  EXPECT_EQ(log_in(book, at("192.0.2.1"), outcome::right, noon + 10s), 20s);
}

TEST(login_throttle, takes_back_what_nobody_could_check) {
  login_throttle book(usual);
  for (int each = 0; each < 100; ++each)
    EXPECT_EQ(log_in(book, at("192.0.2.1"), outcome::unknown), 0s);
  EXPECT_EQ(left_for(book, "192.0.2.1"), 7);
}

TEST(login_throttle, names_the_first_of_each_pause) {
  login_throttle book(usual);
  for (int tries = 0; tries < 3; ++tries)
    log_in(book, at("192.0.2.1"), outcome::wrong);
  EXPECT_TRUE(book.begin(at("192.0.2.1"), noon).verdict.first);
  EXPECT_FALSE(book.begin(at("192.0.2.1"), noon).verdict.first);
  log_in(book, at("192.0.2.1"), outcome::wrong, noon + 10s);
  EXPECT_TRUE(book.begin(at("192.0.2.1"), noon + 10s).verdict.first);
}

TEST(login_throttle, counts_what_it_turns_away) {
  login_throttle book(usual);
  for (int tries = 0; tries < 5; ++tries)
    log_in(book, at("192.0.2.1"), outcome::wrong);
  EXPECT_EQ(book.delays().by_name, 2U);
  EXPECT_EQ(book.delays().by_address, 0U);
  left_for(book, "192.0.2.2");
  EXPECT_EQ(book.delays().by_address, 93U);
}

}
}
