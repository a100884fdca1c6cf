// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/progress.hpp"

#include "tests/support/scripted_server.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace muniment::cli {
namespace {

TEST(progress, is_read_from_a_reply) {
  const auto now = progress_of({{"kind", "rebuild"},
                                {"subject", "users"},
                                {"stage", "fold"},
                                {"done", 5},
                                {"total", 10},
                                {"per_second", 2.5}});
  EXPECT_EQ(now.what, "rebuild users");
  EXPECT_EQ(now.stage, "fold");
  EXPECT_EQ(now.done, 5U);
  EXPECT_EQ(now.total, 10U);
  EXPECT_EQ(now.per_second, 2.5);
}

TEST(progress, shows_share_rate_and_time_left) {
  EXPECT_EQ(progress_line({"rebuild users", "fold", 1'200'000, 2'400'000, 85'000}, 0),
            "rebuild users  [##########..........]  50 %  1.2M of 2.4M events  85.0k/s  14 s left  "
            "fold");
  EXPECT_EQ(progress_line({"verify users", "", 0, 0, 0}, 0),
            "verify users  [....................]  0 %");
  EXPECT_EQ(progress_line({"verify users", "check", 10, 10, 100}, 0),
            "verify users  [####################]  100 %  10 of 10 events  100/s  check");
}

TEST(progress, counts_what_the_operation_counts) {
  const auto now = progress_of({{"kind", "roll"},
                                {"stage", "new keys"},
                                {"done", 3},
                                {"total", 12},
                                {"unit", "workspaces"}});
  EXPECT_EQ(progress_line(now, 0),
            "roll  [#####...............]  25 %  3 of 12 workspaces  new keys");
  EXPECT_EQ(progress_of({{"kind", "rebuild"}}).unit, "events");
}

TEST(progress, tells_long_times_in_minutes_and_hours) {
  EXPECT_NE(progress_line({"x", "", 0, 90, 1}, 0).find("1 min 30 s left"), std::string::npos);
  EXPECT_NE(progress_line({"x", "", 0, 7'260, 1}, 0).find("2 h 1 min left"), std::string::npos);
}

TEST(progress, fits_the_terminal) {
  EXPECT_LT(progress_line({"rebuild users", "fold", 1, 2, 1}, 40).size(), 40U);
}

class follow_test : public test::scripted_server {
protected:
  /// What goes to standard error while an operation is followed to its end.
  std::string said(const follow_pace& pace) {
    auto at = api::control(to());
    testing::internal::CaptureStderr();
    ended = follow(at, "/control", {{"id", "1"}, {"status", "running"}, {"kind", "roll"}},
                   {"nothing is lost", "start it again"}, pace);
    return testing::internal::GetCapturedStderr();
  }
  void runs(const std::string& stage, int looks) {
    for (int n = 0; n < looks; ++n)
      answers("GET /control/operations/1", 200,
              R"({"id":"1","status":"running","kind":"roll","stage":")" + stage + R"("})");
  }
  void is_away() { answers("GET /control/operations/1", 502, R"({"title":"It is away."})"); }

  /// Why the operation did not come to its end, with the hint behind it.
  std::string lost(const follow_pace& pace) {
    try {
      said(pace);
    } catch (const storage::startup_error& error) {
      told = testing::internal::GetCapturedStderr();
      return std::string{error.what()} + " | " + error.hint();
    }
    return "";
  }
  static std::ptrdiff_t lines(const std::string& text) { return std::ranges::count(text, '\n'); }

  static constexpr follow_pace quick{std::chrono::milliseconds{0}, std::chrono::hours{1}};

  boost::json::object ended;
  std::string told; ///< on standard error, of one that did not come to its end
};

TEST_F(follow_test, says_a_line_for_each_stage_where_there_is_no_terminal) {
  runs("fold", 3);
  runs("check", 3);
  answers("GET /control/operations/1", 200, R"({"id":"1","status":"done","result":{"era":2}})");
  const auto text = said({std::chrono::milliseconds{0}, std::chrono::hours{1}});
  EXPECT_EQ(lines(text), 2) << text;
  EXPECT_NE(text.find("fold\n"), std::string::npos) << text;
  EXPECT_EQ(ended.at("result").at("era"), 2);
}

TEST_F(follow_test, says_that_it_goes_on_in_a_long_stage) {
  runs("fold", 4);
  answers("GET /control/operations/1", 200, R"({"id":"1","status":"done"})");
  EXPECT_EQ(lines(said({std::chrono::milliseconds{0}, std::chrono::milliseconds{0}})), 5);
  EXPECT_EQ(follow_pace{}.between_lines, std::chrono::seconds{10});
}

TEST_F(follow_test, says_why_it_failed) {
  answers("GET /control/operations/1", 200,
          R"({"id":"1","status":"failed","kind":"roll","error":"the disk is full"})");
  EXPECT_EQ(lost(quick), "roll failed: the disk is full | nothing is lost");
}

TEST_F(follow_test, goes_on_with_a_server_that_was_only_out_of_reach) {
  runs("fold", 1);
  is_away();
  is_away();
  runs("check", 1);
  answers("GET /control/operations/1", 200, R"({"id":"1","status":"done","result":{"era":2}})");
  const auto text = said(quick);
  EXPECT_NE(text.find("muniment: It is away; waiting for the server\n"
                      "muniment: the server answers again\n"),
            std::string::npos)
      << text;
  EXPECT_EQ(ended.at("result").at("era"), 2);
}

TEST_F(follow_test, says_that_it_ended_with_a_server_that_was_started_again) {
  runs("fold", 1);
  is_away();
  answers("GET /control/operations/1", 404,
          R"({"title":"There is nothing at this address.","code":"not_found"})");
  EXPECT_EQ(lost(quick),
            "the server was started again meanwhile, and roll ended with it | start it again");
  EXPECT_NE(told.find("muniment: It is away; waiting for the server\n"), std::string::npos) << told;
}

TEST_F(follow_test, takes_no_proxys_word_for_that) {
  answers("GET /control/operations/1", 404, "<html>");
  EXPECT_EQ(lost(quick).find("the server answered with status 404 | "), 0U);
}

TEST_F(follow_test, waits_for_a_server_no_longer_than_it_has_patience) {
  is_away();
  auto none = quick;
  none.patience = {};
  EXPECT_EQ(lost(none).find("It is away | "), 0U);
}

}
}
