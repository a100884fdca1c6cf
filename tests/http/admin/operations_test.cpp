// SPDX-License-Identifier: Apache-2.0
#include "http/admin/operations.hpp"

#include <gtest/gtest.h>

#include <future>

namespace muniment::http {
namespace {

namespace json = boost::json;

const uuid acme = uuid::random({1});

/// What an operation is when it has ended.
json::object ended(const operations& all, const json::object& begun, const uuid& owner = acme) {
  const auto id = *uuid::parse(std::string_view{begun.at("id").as_string()});
  for (;;) {
    auto now = all.find(owner, id).value();
    if (now.at("status") != "running") return now;
    std::this_thread::yield();
  }
}

operation_work returning(json::object result) {
  return [result = std::move(result)](const auto&, const auto&) { return result; };
}

TEST(operations, are_done_and_keep_their_result) {
  operations all;
  const auto begun = all.begin(acme, "verify", "users", returning({{"equal", true}}));
  ASSERT_TRUE(begun);
  EXPECT_EQ(begun->at("kind"), "verify");
  EXPECT_EQ(begun->at("subject"), "users");
  const auto done = ended(all, *begun);
  EXPECT_EQ(done.at("status"), "done");
  EXPECT_EQ(done.at("result"), json::value({{"equal", true}}));
}

TEST(operations, say_why_they_failed) {
  operations all;
  const auto begun =
      all.begin(acme, "verify", "users", [](const auto&, const auto&) -> json::object {
        throw std::runtime_error{"the disk is full"};
      });
  const auto failed = ended(all, *begun);
  EXPECT_EQ(failed.at("status"), "failed");
  EXPECT_EQ(failed.at("error"), "the disk is full");
  EXPECT_FALSE(failed.contains("result"));
}

TEST(operations, go_once_at_a_time_and_tell_how_far_they_got) {
  operations all;
  std::promise<void> told, go_on;
  const auto begun = all.begin(acme, "rebuild", "users", [&](const auto& progress, const auto&) {
    progress({"fold", 5, 10, 2.5});
    told.set_value();
    go_on.get_future().wait();
    return json::object{};
  });
  told.get_future().wait();
  const auto id = *uuid::parse(std::string_view{begun->at("id").as_string()});
  const auto half = all.find(acme, id).value();
  EXPECT_EQ(half.at("stage"), "fold");
  EXPECT_EQ(half.at("done"), 5U);
  EXPECT_EQ(half.at("total"), 10U);
  EXPECT_FALSE(all.begin(acme, "rebuild", "users", returning({}))) << "the same";
  EXPECT_TRUE(all.begin(acme, "verify", "users", returning({})));
  EXPECT_TRUE(all.begin(uuid::random({2}), "rebuild", "users", returning({})));
  go_on.set_value();
  EXPECT_EQ(ended(all, *begun).at("status"), "done");
  EXPECT_TRUE(all.begin(acme, "rebuild", "users", returning({})));
}

TEST(operations, are_their_owners_business) {
  operations all;
  const auto begun = all.begin(acme, "verify", "users", returning({}));
  ended(all, *begun);
  const auto id = *uuid::parse(std::string_view{begun->at("id").as_string()});
  EXPECT_FALSE(all.find(uuid::random({2}), id));
  EXPECT_FALSE(all.find(acme, uuid::random({3})));
}

TEST(operations, are_bounded_in_number) {
  operations all;
  std::promise<void> go_on;
  const auto waits = go_on.get_future().share();
  const auto wait = [waits](const auto&, const auto&) {
    waits.wait();
    return json::object{};
  };
  int taken = 0;
  while (taken < 1000 && all.begin(acme, "verify", std::to_string(taken), wait))
    ++taken;
  EXPECT_LT(taken, 100);
  go_on.set_value();
}

TEST(operations, forget_the_oldest) {
  operations all;
  const auto first = all.begin(acme, "verify", "users", returning({}));
  const auto id = *uuid::parse(std::string_view{first->at("id").as_string()});
  ended(all, *first);
  for (int n = 0; n < 200; ++n)
    ended(all, all.begin(acme, "verify", "users", returning({})).value());
  EXPECT_FALSE(all.find(acme, id));
}

TEST(operations, end_early_with_their_owner) {
  std::atomic<bool> asked = false;
  {
    operations all;
    std::promise<void> begun;
    all.begin(acme, "rebuild", "users", [&](const auto&, const std::stop_token& stop) {
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

}
}
