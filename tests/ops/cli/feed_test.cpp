// SPDX-License-Identifier: Apache-2.0
// `audit --follow` and `events tail`, left running while their server goes and comes.
#include "ops/cli/feed.hpp"

#include "tests/support/program.hpp"
#include "tests/support/scripted_server.hpp"

#include <gtest/gtest.h>

#include <csignal>

namespace muniment::cli {
namespace {

class a_feed : public test::scripted_server, public testing::WithParamInterface<const char*> {
protected:
  static std::string path() {
    return std::string{GetParam()}.starts_with("audit") ? "GET /admin/audit" : "GET /admin/events";
  }

  /// The server has one more event to show, and then none.
  void shows_next(const std::string& position) {
    answers(path(), 200,
            R"({"items":[{"position":)" + position + R"(}],"next":")" + position + R"("})");
    answers(path(), 200, R"({"items":[],"seen_until":)" + position + '}');
  }

  std::vector<std::string> words() const {
    return {"/bin/sh", "-c",
            "exec " + test::muniment_binary() + ' ' + GetParam() +
                " --after 7 -w acme --credential " + file()};
  }
  static std::string line_of(int position) {
    return "{\"position\":" + std::to_string(position) + "}\n";
  }
  static std::size_t count_of(const std::string& what, const std::string& text) {
    std::size_t found = 0;
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + what.size()))
      ++found;
    return found;
  }
};

constexpr auto waits = "; waiting for the server\n";
constexpr auto goes_on = "muniment: the server answers again\n";

TEST_P(a_feed, goes_on_where_it_was_when_the_server_comes_back) {
  shows_next("8");
  test::program follow(words());
  ASSERT_TRUE(follow.says(line_of(8))) << follow.output();
  world.go_away();
  ASSERT_TRUE(follow.says(waits)) << follow.output();
  forget(path());
  shows_next("9");
  world.come_back();
  ASSERT_TRUE(follow.says(line_of(9))) << follow.output();
  EXPECT_NE(queries(path()).front().find("after=8"), std::string::npos) << queries(path()).front();
  follow.send(SIGINT);
  EXPECT_EQ(follow.wait(), 0);
  for (const auto& once : {line_of(8), line_of(9), std::string{waits}, std::string{goes_on}})
    EXPECT_EQ(count_of(once, follow.output()), 1U) << once << "in\n" << follow.output();
}

TEST_P(a_feed, waits_for_a_server_that_is_not_ready_and_for_a_proxy_that_finds_none) {
  shows_next("8");
  test::program follow(words());
  ASSERT_TRUE(follow.says(line_of(8))) << follow.output();
  answers(path(), 502, R"({"title":"The server is away."})");
  ASSERT_TRUE(follow.says(std::string{"muniment: The server is away"} + waits)) << follow.output();
  shows_next("9");
  ASSERT_TRUE(follow.says(goes_on)) << follow.output();
  EXPECT_TRUE(follow.says(line_of(9))) << follow.output();
}

TEST_P(a_feed, ends_by_a_signal_while_it_waits) {
  shows_next("8");
  test::program follow(words());
  ASSERT_TRUE(follow.says(line_of(8))) << follow.output();
  world.go_away();
  ASSERT_TRUE(follow.says(waits)) << follow.output();
  follow.send(SIGTERM);
  EXPECT_EQ(follow.wait(), 0) << follow.output();
}

TEST_P(a_feed, ends_by_what_waiting_does_not_mend) {
  shows_next("8");
  test::program follow(words());
  ASSERT_TRUE(follow.says(line_of(8))) << follow.output();
  answers(path(), 404, R"({"title":"There is no such thing here."})");
  EXPECT_EQ(follow.wait(), 1);
  EXPECT_NE(follow.output().find("muniment: There is no such thing here\n"), std::string::npos)
      << follow.output();
  EXPECT_EQ(follow.output().find(waits), std::string::npos) << follow.output();
}

TEST_P(a_feed, does_not_begin_without_a_server) {
  world.go_away();
  test::program follow(words());
  EXPECT_EQ(follow.wait(), 1);
  EXPECT_EQ(follow.output().rfind("muniment: nobody answers at " + origin() + "\n  hint: ", 0), 0U)
      << follow.output();
  EXPECT_EQ(follow.output().find(waits), std::string::npos) << follow.output();
}

INSTANTIATE_TEST_SUITE_P(both, a_feed, testing::Values("audit --follow --json", "events tail"),
                         [](const auto& each) {
                           const std::string command = each.param;
                           return command.substr(0, command.find(' '));
                         });

using a_feed_of_the_audit = test::scripted_server;

TEST_F(a_feed_of_the_audit, asks_each_time_from_when_on_since_that_may_be_yet_to_come) {
  constexpr auto path = "GET /admin/audit";
  answers(path, 200, R"({"items":[],"seen_until":7})");
  answers(path, 404, R"({"title":"There is no such thing here."})");
  test::program follow({test::muniment_binary(), "audit", "--follow", "--from",
                        "2999-01-01T00:00:00Z", "-w", "acme", "--credential", file()});
  EXPECT_EQ(follow.wait(), 1) << follow.output();
  const auto asked = queries(path);
  ASSERT_EQ(asked.size(), 2U);
  for (const auto& each : asked)
    EXPECT_NE(each.find("from=2999-01-01T00"), std::string::npos) << each;
}

}
}
