// SPDX-License-Identifier: Apache-2.0
#include "projections/runtime/clerk.hpp"

#include "storage/failure.hpp"
#include "storage/pool.hpp"
#include "tests/support/actor_world.hpp"

#include <caf/scoped_actor.hpp>
#include <gtest/gtest.h>

#include <new>
#include <stdexcept>

namespace muniment {
namespace {

class clerk_test : public testing::Test {
protected:
  /// What is said of work that never comes as far as the database.
  clerk_reply told(std::function<void()> work) {
    const auto doing = [work = std::move(work)](storage::pool&) { work(); };
    auto asking =
        self->request(running, caf::infinite, std::make_shared<clerk_work>(clerk_work{doing}));
    world.run();
    clerk_reply got;
    asking.receive([&](clerk_reply& reply) { got = std::move(reply); },
                   [](const caf::error&) { ADD_FAILURE() << "no answer"; });
    return got;
  }

  test::actor_world world;
  caf::scoped_actor self{world.system()};
  clerk_actor running = world.system().spawn(
      clerk, std::make_shared<storage::pool>("host=/nonexistent", std::vector<storage::login>{}));
};

TEST_F(clerk_test, says_that_work_is_done) {
  EXPECT_EQ(told([] {}).verdict, clerk_verdict::done);
}

TEST_F(clerk_test, work_for_which_memory_was_short_may_be_asked_for_again) {
  EXPECT_EQ(told([] { throw std::bad_alloc{}; }).verdict, clerk_verdict::unreachable);
}

TEST_F(clerk_test, an_unforeseen_fault_is_told_by_its_type_and_not_by_its_text) {
  const auto reply = told([] { throw std::out_of_range{"ada@example.com"}; });
  EXPECT_EQ(reply.verdict, clerk_verdict::refused);
  EXPECT_EQ(reply.reason, "the work failed in this program: std::out_of_range");
}

TEST_F(clerk_test, a_failure_of_storage_says_itself_whether_asking_again_helps) {
  using storage::failure;
  using storage::failure_kind;
  EXPECT_EQ(told([] {
              throw failure{failure_kind::lost, "broke"};
            }).verdict,
            clerk_verdict::unreachable);
  for (const auto* state : {"53100", "25006"})
    EXPECT_EQ(told([state] {
                throw failure{failure_kind::refused, "full, or read-only", state};
              }).verdict,
              clerk_verdict::unreachable);
  const auto reply = told([] { throw failure{failure_kind::refused, "no", "42501"}; });
  EXPECT_EQ(reply.verdict, clerk_verdict::refused);
  EXPECT_EQ(reply.reason, "no");
}

}
}
