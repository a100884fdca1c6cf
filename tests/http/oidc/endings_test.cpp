// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/endings.hpp"

#include "tests/support/oidc_world.hpp"

#include <set>

namespace muniment::oidc {
namespace {

using namespace test;
using namespace std::chrono_literals;

/// Users with sessions and grants, of which the door shows two at a time.
class ended_things : public testing::Test {
protected:
  uuid enter_session(std::uint8_t number, const uuid& user) {
    sessions::row row;
    row.id = uuid::random({100, number});
    row.user = user;
    row.expires_at = world.door.clock + 1h;
    world.door.sessions_known[row.id] = std::make_shared<sessions::row>(row);
    return row.id;
  }

  uuid enter_grant(std::uint8_t number, const uuid& session, const uuid& client) {
    grants::row row;
    row.id = uuid::random({200, number});
    row.user = world.ada;
    row.session = session;
    row.client = client;
    row.expires_at = world.door.clock + 1h;
    world.door.grants_known[row.id] = std::make_shared<grants::row>(row);
    return row.id;
  }

  [[nodiscard]] ending_order order() {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    acting_party herself{actor_kind::user, world.ada, "password", {}};
    return {world.door, world.ada, {std::move(herself), trace, {}}, deadline};
  }

  endings end_all(std::optional<uuid> spared = {}) {
    return finished(end_all_of(order(), {}, spared));
  }

  /// What was asked to end.
  std::set<uuid> ended(std::string_view category) {
    std::set<uuid> streams;
    for (const auto& wish : world.door.wishes)
      if (wish.category == category) streams.insert(wish.stream);
    return streams;
  }

  oidc_world world;
  std::chrono::seconds patience{10};
  trace_id trace{7};
  uuid bob = uuid::random({21});
};

TEST_F(ended_things, are_all_that_a_user_has) {
  std::set<uuid> sessions, grants;
  for (std::uint8_t number = 0; number < 5; ++number) {
    sessions.insert(enter_session(number, world.ada));
    grants.insert(enter_grant(number, *sessions.begin(), world.shop));
  }
  enter_session(9, bob);
  const auto done = end_all();
  EXPECT_TRUE(done.all);
  EXPECT_EQ(done.sessions, 5U);
  EXPECT_EQ(done.grants, 5U);
  EXPECT_EQ(ended(session::category), sessions) << "on every page, and nobody else's";
  EXPECT_EQ(ended(grant::category), grants);
}

TEST_F(ended_things, end_by_a_policy_on_behalf_of_who_asks) {
  enter_grant(1, enter_session(1, world.ada), world.shop);
  end_all();
  const acting_party policy{actor_kind::policy, {}, "none", principal{actor_kind::user, world.ada}};
  for (const auto& wish : world.door.wishes) {
    EXPECT_EQ(wish.actor, policy) << wish.category;
    EXPECT_EQ(wish.correlation, trace) << wish.category;
  }
  const auto sessions = world.wished<session::noun>();
  ASSERT_EQ(sessions.size(), 1U);
  EXPECT_EQ(std::get<session::end>(sessions[0]).reason, session::session_end::revoked);
  const auto grants = world.wished<grant::noun>();
  ASSERT_EQ(grants.size(), 1U);
  EXPECT_EQ(std::get<grant::end>(grants[0]).reason, grant::grant_end::revoked);
}

TEST_F(ended_things, are_not_what_is_spared_nor_what_it_gave) {
  const auto mine = enter_session(1, world.ada), other = enter_session(2, world.ada);
  enter_grant(1, mine, world.shop);
  const auto theirs = enter_grant(2, other, world.shop);
  const auto offline = enter_grant(3, uuid::random({31}), world.shop);
  const auto done = end_all(mine);
  EXPECT_TRUE(done.all);
  EXPECT_EQ(ended(session::category), std::set{other});
  EXPECT_EQ(ended(grant::category), (std::set{theirs, offline}))
      << "what outlives a session that ran out ends too";
}

TEST_F(ended_things, are_of_one_client_where_one_is_named) {
  const auto other = uuid::random({12});
  const auto mine = enter_session(1, world.ada);
  const auto first = enter_grant(1, mine, world.shop);
  enter_grant(2, mine, other);
  const auto done = finished(end_grants_of(order(), world.shop));
  EXPECT_EQ(done.grants, 1U);
  EXPECT_EQ(ended(grant::category), std::set{first});
  EXPECT_TRUE(ended(session::category).empty());
}

TEST_F(ended_things, were_in_force) {
  const auto gone = enter_session(1, world.ada);
  enter_grant(1, gone, world.shop);
  world.door.clock += 1h;
  const auto done = end_all();
  EXPECT_TRUE(done.all);
  EXPECT_EQ(done.sessions + done.grants, 0U);
  EXPECT_TRUE(world.door.wishes.empty());
}

TEST_F(ended_things, are_left_when_the_request_has_no_time) {
  enter_session(1, world.ada);
  patience = 1s;
  const auto done = end_all();
  EXPECT_FALSE(done.all) << "and whoever asked is told";
  EXPECT_TRUE(world.door.wishes.empty());
}

TEST_F(ended_things, have_ended_where_the_aggregate_says_no) {
  enter_session(1, world.ada);
  world.door.refusing["session"] = "not_found";
  EXPECT_TRUE(end_all().all);
}

TEST_F(ended_things, cannot_be_told_without_the_table) {
  world.door.can_list = false;
  EXPECT_THROW(end_all(), http::workspace_unavailable);
}

}
}
