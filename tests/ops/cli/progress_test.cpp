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
                   "nothing is lost", pace);
    return testing::internal::GetCapturedStderr();
  }
  void runs(const std::string& stage, int looks) {
    for (int n = 0; n < looks; ++n)
      answers("GET /control/operations/1", 200,
              R"({"id":"1","status":"running","kind":"roll","stage":")" + stage + R"("})");
  }
  static std::ptrdiff_t lines(const std::string& text) { return std::ranges::count(text, '\n'); }

  boost::json::object ended;
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
  EXPECT_EQ(why([&] {
              said({std::chrono::milliseconds{0}, std::chrono::hours{1}});
            }),
            "roll failed: the disk is full");
  testing::internal::GetCapturedStderr();
}

}
}
