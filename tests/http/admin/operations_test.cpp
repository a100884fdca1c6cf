// SPDX-License-Identifier: Apache-2.0
#include "http/admin/operations.hpp"

#include "http/server/problem.hpp"
#include "storage/failure.hpp"

#include <gtest/gtest.h>

#include <future>

namespace muniment::http {
namespace {

namespace json = boost::json;

const uuid shop = uuid::random({1});

/// What an operation is when it has ended.
json::object ended(const operations& all, const api::operation& begun, const uuid& owner = shop) {
  for (;;) {
    const auto now = all.find(owner, begun.id).value();
    if (now.status != api::operation_status::running) return shown_json(now).as_object();
    std::this_thread::yield();
  }
}

operation_work returning(json::object result) {
  return [result = std::move(result)](const auto&, const auto&) { return result; };
}

TEST(operations, are_done_and_keep_their_result) {
  operations all;
  const auto begun = all.begin(shop, "verify", "users", returning({{"equal", true}}));
  ASSERT_TRUE(begun);
  EXPECT_EQ(begun.shown.kind, "verify");
  EXPECT_EQ(begun.shown.subject, "users");
  const auto done = ended(all, begun.shown);
  EXPECT_EQ(done.at("status"), "done");
  EXPECT_EQ(done.at("result"), json::value({{"equal", true}}));
}

TEST(operations, say_why_they_failed) {
  operations all;
  const auto begun =
      all.begin(shop, "verify", "users", [](const auto&, const auto&) -> json::object {
        throw storage::failure{storage::failure_kind::unavailable, "the disk is full"};
      });
  const auto failed = ended(all, begun.shown);
  EXPECT_EQ(failed.at("status"), "failed");
  EXPECT_EQ(failed.at("error"), "the disk is full");
  EXPECT_FALSE(failed.contains("result"));
}

TEST(operations, tell_only_the_type_of_what_may_hold_data) {
  operations all;
  const auto careless =
      all.begin(shop, "verify", "users",
                [](const auto&, const auto&) -> json::object { throw std::runtime_error{"ada"}; });
  const auto failed = ended(all, careless.shown);
  EXPECT_EQ(failed.at("status"), "failed");
  EXPECT_EQ(failed.at("error"), "std::runtime_error");
  const auto strange =
      all.begin(shop, "verify", "users", [](const auto&, const auto&) -> json::object { throw 7; });
  EXPECT_EQ(ended(all, strange.shown).at("status"), "failed");
}

TEST(operations, go_once_at_a_time_and_tell_how_far_they_got) {
  operations all;
  std::promise<void> told, go_on;
  const auto begun = all.begin(shop, "rebuild", "users", [&](const auto& progress, const auto&) {
    progress({"fold", 5, 10, 2.5});
    told.set_value();
    go_on.get_future().wait();
    return json::object{};
  });
  told.get_future().wait();
  const auto id = begun.shown.id;
  const auto half = all.find(shop, id).value();
  EXPECT_EQ(half.stage, "fold");
  EXPECT_EQ(half.done, 5U);
  EXPECT_EQ(half.total, 10U);
  EXPECT_EQ(all.begin(shop, "rebuild", "users", returning({})).verdict, begin_verdict::under_way);
  EXPECT_TRUE(all.begin(shop, "verify", "users", returning({})));
  EXPECT_TRUE(all.begin(uuid::random({2}), "rebuild", "users", returning({})));
  go_on.set_value();
  EXPECT_EQ(ended(all, begun.shown).at("status"), "done");
  EXPECT_TRUE(all.begin(shop, "rebuild", "users", returning({})));
}

TEST(operations, are_their_owners_business) {
  operations all;
  const auto begun = all.begin(shop, "verify", "users", returning({}));
  ended(all, begun.shown);
  const auto id = begun.shown.id;
  EXPECT_FALSE(all.find(uuid::random({2}), id));
  EXPECT_FALSE(all.find(shop, uuid::random({3})));
}

/// Work that is done once it is let go.
class held_work {
public:
  ~held_work() { let_go(); }
  operation_work make() {
    return [go_on = go_on_.get_future().share()](const auto&, const auto&) {
      go_on.wait();
      return json::object{};
    };
  }

private:
  void let_go() { go_on_.set_value(); }
  std::promise<void> go_on_;
};

/// How many of an owner are taken before one is not.
int taken_by(operations& all, const uuid& owner, const operation_work& work) {
  int taken = 0;
  while (taken < 1000) {
    const auto begun = all.begin(owner, "verify", std::to_string(taken), work);
    if (begun.verdict != begin_verdict::begun) {
      EXPECT_EQ(begun.verdict, begin_verdict::crowded);
      return taken;
    }
    ++taken;
  }
  return taken;
}

TEST(operations, are_bounded_in_number_and_leave_room_for_other_owners) {
  operations all;
  held_work held;
  const auto work = held.make();
  const auto first = taken_by(all, shop, work);
  EXPECT_GE(first, 10);
  int owners = 1;
  while (owners < 100 && taken_by(all, uuid::random({std::uint8_t(10 + owners)}), work) > 0)
    ++owners;
  EXPECT_GE(owners, 3);
  EXPECT_LT(owners, 10) << "and all of them together are bounded";
}

TEST(operations, of_workspaces_do_not_keep_the_deployments_waiting) {
  operations all;
  held_work held;
  const auto work = held.make();
  taken_by(all, shop, work);
  const auto roll = all.begin({}, "roll", "", returning({{"era", 2}}));
  ASSERT_TRUE(roll);
  EXPECT_EQ(ended(all, roll.shown, {}).at("result"), json::value({{"era", 2}}));
}

TEST(operations, that_wait_are_not_begun_when_the_server_stops) {
  std::atomic<int> began = 0;
  {
    operations all;
    std::promise<void> begun;
    all.begin(shop, "verify", "first", [&](const auto&, const std::stop_token& stop) {
      begun.set_value();
      while (!stop.stop_requested())
        std::this_thread::yield();
      return json::object{};
    });
    begun.get_future().wait();
    all.begin(shop, "verify", "second", [&](const auto&, const auto&) {
      ++began;
      return json::object{};
    });
  }
  EXPECT_EQ(began, 0);
}

TEST(operations, forget_the_oldest) {
  operations all;
  const auto first = all.begin(shop, "verify", "users", returning({}));
  const auto id = first.shown.id;
  ended(all, first.shown);
  for (int n = 0; n < 200; ++n)
    ended(all, all.begin(shop, "verify", "users", returning({})).shown);
  EXPECT_FALSE(all.find(shop, id));
}

TEST(operations, end_early_with_their_owner) {
  std::atomic<bool> asked = false;
  {
    operations all;
    std::promise<void> begun;
    all.begin(shop, "rebuild", "users", [&](const auto&, const std::stop_token& stop) {
      begun.set_value();
      while (!stop.stop_requested())
        std::this_thread::yield();
      asked = true;
      return json::object{};
    });
    begun.get_future().wait();
  }
  EXPECT_TRUE(asked);
}

/// Why whoever asked for an operation is refused.
problem refused(begin_verdict verdict) {
  try {
    begun_reply({verdict, {}});
  } catch (const problem_found& found) {
    return found.told();
  }
  return {0, "", "", ""};
}

TEST(begun_reply, shows_what_is_begun) {
  begun_operation asked{begin_verdict::begun, {}};
  asked.shown.kind = "verify";
  EXPECT_EQ(begun_reply(asked).kind, "verify");
}

TEST(begun_reply, tells_the_same_under_way_from_a_queue_that_is_full) {
  EXPECT_EQ(refused(begin_verdict::under_way).status, 409);
  EXPECT_EQ(refused(begin_verdict::under_way).code.view(), "under_way");
  EXPECT_EQ(refused(begin_verdict::crowded).status, 503);
  EXPECT_EQ(refused(begin_verdict::crowded).code.view(), "crowded");
}

}
}
