// SPDX-License-Identifier: Apache-2.0
#include "http/admin/past_folds.hpp"

#include "http/server/problem.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

#include <future>

namespace muniment::http {
namespace {

const uuid acme = uuid::random({1});
const uuid globex = uuid::random({2});
constexpr auto for_ever = work_pool::moment::max();

class past_folds_test : public testing::Test {
protected:
  template <class Fold>
  std::future<int> asked(Fold fold, const uuid& by = acme, work_pool::moment until = for_ever) {
    auto waiting = asio::co_spawn(context, all.run(by, until, std::move(fold)), asio::use_future);
    context.restart();
    context.poll();
    return waiting;
  }
  int answer(std::future<int> waiting) {
    context.restart();
    context.run();
    return waiting.get();
  }
  std::string code(std::future<int> waiting) {
    try {
      answer(std::move(waiting));
    } catch (const problem_found& problem) {
      return std::string{problem.told().code.view()};
    } catch (const workspace_unavailable&) {
      return "workspace_unavailable";
    }
    return "";
  }
  /// Asks for one that runs until `go`.
  std::future<int> long_one(const uuid& by = acme) {
    return asked(
        [gate = gate](const as_of_options&) {
          gate.wait();
          return 7;
        },
        by);
  }
  static int quick(const as_of_options&) { return 1; }

  asio::io_context context{1};
  std::promise<void> go;
  const std::shared_future<void> gate = go.get_future().share();
  past_folds all;
};

TEST_F(past_folds_test, answer_elsewhere_one_after_the_other) {
  const auto here = std::this_thread::get_id();
  EXPECT_EQ(answer(asked([here](const as_of_options&) {
              return here == std::this_thread::get_id() ? 0 : 1;
            })),
            1);
}

TEST_F(past_folds_test, are_few_at_once_of_one_workspace_and_of_all) {
  std::vector<std::future<int>> waiting;
  for (std::size_t each = 0; each < past_folds::most_of_one; ++each)
    waiting.push_back(long_one());
  const auto told = asked(quick);
  EXPECT_EQ(told.wait_for(std::chrono::seconds{0}), std::future_status::ready) << "at once";
  waiting.push_back(asked(quick, globex));
  for (std::uint8_t other = 3; waiting.size() < past_folds::most_of_all; ++other)
    waiting.push_back(asked(quick, uuid::random({other})));
  auto too_many = asked(quick, uuid::random({99}));
  go.set_value();
  EXPECT_EQ(code(std::move(too_many)), "as_of_crowded");
  int sum = 0;
  for (auto& each : waiting)
    sum += answer(std::move(each));
  EXPECT_EQ(sum, 7 * static_cast<int>(past_folds::most_of_one) +
                     static_cast<int>(past_folds::most_of_all - past_folds::most_of_one));
  EXPECT_EQ(answer(asked(quick)), 1) << "there is room again";
}

TEST_F(past_folds_test, tell_why_there_is_no_answer) {
  using reason = replay_error::reason;
  const auto failing = [](reason why) {
    return [why](const as_of_options&) -> int { throw replay_error{why, 3, "it cannot be"}; };
  };
  EXPECT_EQ(code(asked(failing(reason::too_many_rows))), "as_of_too_large");
  EXPECT_EQ(code(asked(failing(reason::too_late))), "as_of_unfinished");
  EXPECT_EQ(code(asked(failing(reason::gap))), "workspace_unavailable");
  EXPECT_EQ(code(asked([](const as_of_options&) -> int {
              throw storage::failure{storage::failure_kind::unavailable, "it is away"};
            })),
            "workspace_unavailable");
}

TEST_F(past_folds_test, do_not_begin_what_nobody_waits_for_any_more) {
  auto first = long_one();
  bool begun = false;
  auto second = asked(
      [&begun](const as_of_options&) {
        begun = true;
        return 1;
      },
      globex, std::chrono::steady_clock::now());
  go.set_value();
  EXPECT_EQ(answer(std::move(first)), 7);
  EXPECT_EQ(code(std::move(second)), "as_of_unfinished");
  EXPECT_FALSE(begun);
}

TEST_F(past_folds_test, end_when_they_are_to_stop) {
  std::promise<void> begun;
  auto running = asked([&begun](const as_of_options& options) -> int {
    begun.set_value();
    while (!options.stop.stop_requested())
      std::this_thread::yield();
    throw replay_error{replay_error::reason::cancelled, 1, "cancelled"};
  });
  begun.get_future().wait();
  auto waiting = asked(quick);
  all.stop();
  EXPECT_EQ(code(std::move(running)), "workspace_unavailable");
  EXPECT_EQ(code(std::move(waiting)), "workspace_unavailable");
  EXPECT_EQ(code(asked(quick)), "workspace_unavailable");
}

}
}
