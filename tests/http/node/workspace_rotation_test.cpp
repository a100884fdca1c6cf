// SPDX-License-Identifier: Apache-2.0
// A workspace's signing keys in time, over its real journal, keyring and tables. The clock is ours.
#include "http/node/workspace.hpp"

#include "crypto/strict_json.hpp"
#include "tests/support/node_world.hpp"

#include <boost/asio/detached.hpp>
#include <gtest/gtest.h>

#include <map>
#include <set>

namespace muniment::http {
namespace {

using namespace std::chrono_literals;
using signing_keys::phase;
using test::node_world;

constexpr std::chrono::seconds month = std::chrono::days{30};
constexpr auto ahead = signing_key::published_ahead;

class workspace_rotation : public testing::Test {
protected:
  void SetUp() override { acme = world.made("acme"); }

  std::vector<signing_keys::row> keys() { return world.finish(acme->list_keys()); }

  /// How many keys are in which phase.
  std::map<phase, int> phases() {
    std::map<phase, int> found;
    for (const auto& each : keys())
      ++found[each.phase];
    return found;
  }

  std::string in_phase(phase wanted) {
    for (const auto& each : keys())
      if (each.phase == wanted) return each.key_id;
    return {};
  }

  std::string signer(const std::string& algorithm = "ES256") {
    const auto found = world.finish(acme->signer(algorithm));
    return found ? found->key_id : "";
  }

  std::string token(const std::string& key_id) {
    return world.finish(acme->sign(key_id, "at+jwt", R"({"sub":"me"})"));
  }

  bool good(const std::string& token) {
    return world.finish(acme->verified_claims("at+jwt", token)) != nullptr;
  }

  /// Whether it will do as a hint.
  bool hints(const std::string& token) {
    return world.finish(acme->hinted_claims("at+jwt", token)) != nullptr;
  }

  key_rotated rotate(bool at_once = false) {
    return world.finish(acme->rotate_key(node_world::nobody(), "ES256", at_once));
  }

  void wake_again() {
    acme.reset();
    world.end();
    world.begin();
    acme = world.found("acme");
  }

  /// Private keys in the keyring's table.
  std::string private_keys() {
    return world.database().value("SELECT count(*) FROM " + acme->place().schema.text() +
                                  ".keys WHERE kind = 7");
  }

  using counts = std::map<phase, int>;

  node_world world;
  std::shared_ptr<workspace> acme;
};

TEST_F(workspace_rotation, publishes_the_next_key_as_soon_as_one_signs) {
  EXPECT_EQ(phases(), (counts{{phase::active, 1}}));
  EXPECT_TRUE(acme->keys_are_due());
  world.tend();
  EXPECT_EQ(phases(), (counts{{phase::next, 1}, {phase::active, 1}}));
  EXPECT_EQ(world.finish(acme->published_keys()).size(), 2U);
  EXPECT_FALSE(acme->keys_are_due());
  world.tend();
  EXPECT_EQ(phases(), (counts{{phase::next, 1}, {phase::active, 1}}));
}

TEST_F(workspace_rotation, goes_on_by_itself_while_it_serves_until_the_old_key_is_destroyed) {
  world.tend();
  const auto first = signer(), second = in_phase(phase::next);
  const auto old_token = token(first);
  world.pass(month - 1min);
  world.tend();
  EXPECT_EQ(signer(), first);
  world.pass(1min);
  EXPECT_TRUE(acme->keys_are_due());
  world.tend();
  EXPECT_EQ(signer(), second);
  EXPECT_EQ(phases(), (counts{{phase::next, 1}, {phase::active, 1}, {phase::retiring, 1}}));
  EXPECT_EQ(private_keys(), "3");
  EXPECT_TRUE(good(old_token)) << "it may be valid for as long as a token is";
  world.pass(11min);
  world.tend();
  EXPECT_EQ(phases(), (counts{{phase::next, 1}, {phase::active, 1}}));
  EXPECT_EQ(private_keys(), "2");
  EXPECT_FALSE(good(old_token));
  EXPECT_EQ(world.finish(acme->find_key(first))->phase, phase::retired);
}

TEST_F(workspace_rotation,
       a_retired_key_is_believed_in_hints_while_a_session_of_its_time_may_live) {
  const auto old_token = token(signer());
  rotate(true);
  EXPECT_TRUE(hints(old_token));
  world.pass(11min);
  world.tend();
  EXPECT_FALSE(good(old_token)) << "in nothing else";
  EXPECT_TRUE(hints(old_token));
  EXPECT_FALSE(world.finish(acme->hinted_claims("JWT", old_token))) << "of another type";
  wake_again();
  world.pass(24h - 11min);
  EXPECT_TRUE(hints(old_token));
  world.pass(2min);
  rotate(true); // so that the list that is at hand is an old one
  EXPECT_FALSE(hints(old_token));
}

TEST_F(workspace_rotation, a_key_that_was_revoked_after_it_was_retired_is_believed_in_nothing) {
  const auto first = signer();
  const auto old_token = token(first);
  rotate(true);
  world.pass(11min);
  world.tend();
  ASSERT_TRUE(hints(old_token));
  const auto id = world.finish(acme->find_key(first))->id;
  EXPECT_EQ(world.finish(acme->revoke_key(node_world::nobody(), id)).verdict,
            command_verdict::accepted);
  EXPECT_FALSE(hints(old_token));
}

TEST_F(workspace_rotation, one_that_slept_too_long_wakes_with_the_next_key_before_it_signs) {
  world.tend();
  const auto second = in_phase(phase::next);
  world.pass(2 * month);
  wake_again();
  EXPECT_EQ(signer(), second);
  EXPECT_EQ(phases(), (counts{{phase::active, 1}, {phase::retiring, 1}}));
}

TEST_F(workspace_rotation, is_looked_at_once_after_it_woke_and_then_when_something_is_due) {
  world.tend();
  wake_again();
  EXPECT_TRUE(acme->keys_are_due()) << "nothing is known of them since it woke";
  world.tend();
  EXPECT_FALSE(acme->keys_are_due());
  world.pass(month);
  EXPECT_TRUE(acme->keys_are_due());
}

TEST_F(workspace_rotation, two_at_once_make_one_next_key) {
  for (int each = 0; each < 5; ++each)
    boost::asio::co_spawn(world.context(), acme->tend_keys(by_policy()), boost::asio::detached);
  world.tend();
  EXPECT_EQ(phases(), (counts{{phase::next, 1}, {phase::active, 1}}));
  EXPECT_EQ(private_keys(), "2");
}

TEST_F(workspace_rotation, signs_with_the_key_that_was_chosen_although_another_took_over) {
  const auto chosen = signer();
  EXPECT_EQ(rotate(true).phase, phase::active);
  EXPECT_NE(signer(), chosen);
  EXPECT_TRUE(good(token(chosen)));
}

TEST_F(workspace_rotation, ordered_tells_from_when_everybody_knows_the_key_and_keeps_to_it) {
  world.tend();
  const auto first = signer(), second = in_phase(phase::next);
  const auto ordered = rotate();
  EXPECT_EQ(ordered.why, "");
  EXPECT_EQ(ordered.key_id, second);
  EXPECT_EQ(ordered.phase, phase::next);
  EXPECT_GT(ordered.effective_at, acme->now() + ahead - 1min);
  EXPECT_LE(ordered.effective_at, acme->now() + ahead);
  EXPECT_EQ(rotate().effective_at, ordered.effective_at) << "ordered twice, done once";
  EXPECT_EQ(signer(), first);
  wake_again();
  world.pass(ahead);
  EXPECT_EQ(signer(), second) << "it is an event, so it outlives the process";
}

TEST_F(workspace_rotation, ordered_takes_effect_at_once_when_everybody_knows_the_key) {
  world.tend();
  const auto second = in_phase(phase::next);
  world.pass(ahead);
  const auto ordered = rotate();
  EXPECT_EQ(ordered.phase, phase::active);
  EXPECT_LE(ordered.effective_at, acme->now());
  EXPECT_EQ(signer(), second);
}

TEST_F(workspace_rotation, ordered_without_end_ends_before_the_jwks_is_endless) {
  key_rotated last;
  int rotations = 0;
  for (; rotations < 100 && last.why.empty(); ++rotations)
    last = rotate(true);
  EXPECT_EQ(last.why, "limit_reached");
  EXPECT_EQ(rotations, 33);
  EXPECT_LE(world.finish(acme->published_keys()).size(), 34U);
  world.pass(11min);
  EXPECT_EQ(rotate(true).why, "limit_reached") << "the old ones are not retired yet";
  world.tend();
  EXPECT_EQ(rotate(true).why, "");
}

TEST_F(workspace_rotation, a_revoked_key_is_trusted_no_more_and_the_next_one_signs_at_once) {
  world.tend();
  const auto first = signer(), second = in_phase(phase::next);
  const auto bad = token(first);
  const auto id = world.finish(acme->find_key(first))->id;
  const auto reply = world.finish(acme->revoke_key(node_world::nobody(), id));
  EXPECT_EQ(reply.verdict, command_verdict::accepted);
  EXPECT_FALSE(good(bad));
  EXPECT_THROW(token(first), workspace_unavailable);
  EXPECT_EQ(signer(), second);
  EXPECT_TRUE(good(token(second)));
  for (const auto& each : world.finish(acme->published_keys()))
    EXPECT_NE(each.key_id, first);
  EXPECT_EQ(private_keys(), "1");
  EXPECT_EQ(world.finish(acme->revoke_key(node_world::nobody(), id)).verdict,
            command_verdict::accepted)
      << "again, and nothing changes";
}

TEST_F(workspace_rotation, after_the_last_key_is_revoked_a_fresh_one_signs_at_once) {
  const auto only = signer();
  const auto id = world.finish(acme->find_key(only))->id;
  world.finish(acme->revoke_key(node_world::nobody(), id));
  EXPECT_EQ(phases(), (counts{{phase::active, 1}}));
  EXPECT_NE(signer(), only);
  EXPECT_TRUE(good(token(signer())));
}

TEST_F(workspace_rotation, makes_a_key_of_an_algorithm_that_a_client_is_registered_for) {
  const auto found = world.finish(acme->signer("EdDSA"));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->algorithm, "EdDSA");
  EXPECT_TRUE(good(token(found->key_id)));
  EXPECT_EQ(signer("EdDSA"), found->key_id);
  EXPECT_FALSE(world.finish(acme->signer("none")));
  world.tend();
  EXPECT_EQ(phases(), (counts{{phase::next, 2}, {phase::active, 2}})) << "it is kept like others";
}

TEST_F(workspace_rotation, many_who_need_a_key_that_is_not_there_wait_for_one) {
  std::set<std::string> seen;
  const auto ask = [&]() -> boost::asio::awaitable<void> {
    const auto found = co_await acme->signer("EdDSA");
    seen.insert(found->key_id);
  };
  for (int each = 0; each < 20; ++each)
    boost::asio::co_spawn(world.context(), ask(), boost::asio::detached);
  signer("EdDSA");
  EXPECT_EQ(seen.size(), 1U);
}

TEST_F(workspace_rotation, says_in_the_journal_who_did_it) {
  world.tend();
  EXPECT_TRUE(world.finish(acme->persisted("audit")));
  std::map<std::string, actor_kind> last;
  auto& view = acme->views().get<audit::model>();
  for (const auto& row : view.list({}, storage::read_models::list_limit))
    last[row.type] = row.actor;
  EXPECT_EQ(last.at("signing_key.activated"), actor_kind::system) << "who made the workspace";
  EXPECT_EQ(last.at("signing_key.generated"), actor_kind::policy);
}

/// A table of keys longer than one page of it.
TEST_F(workspace_rotation, finds_its_keys_behind_hundreds_that_are_over) {
  for (int round = 0; round < 205; ++round) {
    const auto id = world.finish(acme->find_key(signer()))->id;
    world.finish(acme->revoke_key(node_world::nobody(), id));
  }
  ASSERT_TRUE(world.finish(acme->persisted("signing_keys")));
  wake_again();
  EXPECT_NE(signer(), "");
  EXPECT_LE(keys().size(), 2U);
}

class other_terms : public testing::Test {
protected:
  /// The algorithm of the first key, and how many letters its modulus has.
  static std::string new_key_under(key_rotation::terms terms) {
    node_world world{std::move(terms)};
    const auto made = world.finish(
        create_workspace(world.node(), {"acme", "https://acme.muniment.localhost:8443", "Acme"},
                         node_world::nobody()));
    EXPECT_EQ(made.verdict, creation_verdict::created);
    const auto keys = world.finish(world.found("acme")->list_keys());
    EXPECT_EQ(keys.size(), 1U);
    const auto jwk = crypto::parse_strict_object(keys.at(0).public_jwk).value();
    const auto* modulus = jwk.if_contains("n");
    const auto letters = modulus ? modulus->as_string().size() : 0;
    return keys.at(0).algorithm + " " + std::to_string(letters);
  }
};

TEST_F(other_terms, rule_the_first_key) {
  EXPECT_EQ(new_key_under({"ES256"}), "ES256 0");
  EXPECT_EQ(new_key_under({"EdDSA"}), "EdDSA 0");
  EXPECT_EQ(new_key_under({"PS256", 2048}), "PS256 342");
  EXPECT_EQ(new_key_under({"RS256", 3072}), "RS256 512");
}

TEST_F(other_terms, bring_a_key_of_their_algorithm_to_a_workspace_that_had_another) {
  node_world world{key_rotation::terms{"EdDSA"}};
  const auto acme = world.made("acme"); // with ES256
  world.tend();
  std::map<std::string, int> algorithms;
  for (const auto& each : world.finish(acme->list_keys()))
    ++algorithms[each.algorithm];
  EXPECT_EQ(algorithms, (std::map<std::string, int>{{"EdDSA", 2}, {"ES256", 2}}));
}

}
}
