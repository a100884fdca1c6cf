// SPDX-License-Identifier: Apache-2.0
#include "actors/policies/rotate_signing_keys.hpp"

#include "tests/support/append_requests.hpp"

#include <gtest/gtest.h>

#include <set>

namespace muniment::key_rotation {
namespace {

using namespace std::chrono_literals;
using signing_keys::phase;
using signing_keys::row;
using test::noon;
using test::numbered;
using enum deed;

const uuid acme = numbered(100);
const terms monthly{"ES256", 2048, std::chrono::days{30}, 11min};
const auto ahead = signing_key::published_ahead;

row key(std::uint8_t number, phase at, instant since, const std::string& algorithm = "ES256") {
  row made;
  made.id = numbered(number);
  made.position = number;
  made.algorithm = algorithm;
  made.phase = at;
  made.generated_at = since;
  if (at == phase::active || at == phase::retiring) made.activated_at = since;
  if (at == phase::retiring) made.retires_at = since + 1h;
  return made;
}

/// Given these keys, that lies before them. `made` stands for the id of a key to be made.
const uuid made{};

std::vector<step> before(const std::vector<row>& keys, const terms& by = monthly,
                         std::string_view wanted = {}) {
  auto steps = plan(acme, keys, by, wanted);
  for (auto& each : steps)
    if (each.what == generate) each.key = made;
  return steps;
}

using steps = std::vector<step>;

TEST(rotate_signing_keys, without_a_key_one_is_made_before_anything_is_signed) {
  EXPECT_EQ(before({}), (steps{{generate, made, "ES256", at_once, true}}));
}

TEST(rotate_signing_keys, a_key_that_nothing_signs_beside_signs_at_once) {
  EXPECT_EQ(before({key(1, phase::next, noon)}),
            (steps{{activate, numbered(1), "ES256", at_once, true}}));
}

TEST(rotate_signing_keys, while_one_signs_the_next_one_is_made_and_holds_nobody_up) {
  EXPECT_EQ(before({key(1, phase::active, noon)}),
            (steps{{generate, made, "ES256", at_once, false}}));
}

TEST(rotate_signing_keys, the_next_one_signs_after_the_period) {
  EXPECT_EQ(before({key(1, phase::active, noon), key(2, phase::next, noon)}),
            (steps{{activate, numbered(2), "ES256", noon + monthly.period, true}}));
}

TEST(rotate_signing_keys, the_next_one_signs_no_earlier_than_everybody_knows_it) {
  auto hasty = monthly;
  hasty.period = 1s;
  EXPECT_EQ(before({key(1, phase::active, noon), key(2, phase::next, noon)}, hasty),
            (steps{{activate, numbered(2), "ES256", noon + ahead, true}}));
  const auto late = noon + monthly.period + 5min;
  EXPECT_EQ(before({key(1, phase::active, noon), key(2, phase::next, late)}),
            (steps{{activate, numbered(2), "ES256", late + ahead, true}}));
}

TEST(rotate_signing_keys, the_next_one_signs_when_that_was_ordered_but_not_later_than_in_turn) {
  auto ordered = key(2, phase::next, noon);
  ordered.activates_at = noon + ahead;
  EXPECT_EQ(before({key(1, phase::active, noon), ordered}),
            (steps{{activate, numbered(2), "ES256", noon + ahead, true}}));
  ordered.activates_at = noon + 2 * monthly.period;
  EXPECT_EQ(before({key(1, phase::active, noon), ordered}),
            (steps{{activate, numbered(2), "ES256", noon + monthly.period, true}}));
}

TEST(rotate_signing_keys, of_two_that_sign_the_older_one_is_superseded_first) {
  EXPECT_EQ(before({key(1, phase::active, noon), key(2, phase::active, noon + 1h)}),
            (steps{{supersede, numbered(1), "ES256", at_once, true},
                   {generate, made, "ES256", at_once, false}}));
}

TEST(rotate_signing_keys, of_two_that_may_come_next_the_older_one_does) {
  EXPECT_EQ(before({key(1, phase::active, noon), key(2, phase::next, noon + 2h),
                    key(3, phase::next, noon + 1h)}),
            (steps{{activate, numbered(3), "ES256", noon + monthly.period, true}}));
}

TEST(rotate_signing_keys, a_retiring_one_retires_at_its_moment_and_holds_nobody_up) {
  EXPECT_EQ(before({key(1, phase::retiring, noon), key(2, phase::active, noon),
                    key(3, phase::next, noon)}),
            (steps{{retire, numbered(1), "ES256", noon + 1h, false},
                   {activate, numbered(3), "ES256", noon + monthly.period, true}}));
}

TEST(rotate_signing_keys, what_is_over_needs_nothing_and_is_replaced_by_nothing) {
  for (const auto over : {phase::retired, phase::revoked})
    EXPECT_EQ(before({key(1, over, noon, "RS256"), key(2, phase::active, noon),
                      key(3, phase::next, noon)}),
              (steps{{activate, numbered(3), "ES256", noon + monthly.period, true}}));
}

TEST(rotate_signing_keys, each_algorithm_that_signs_is_kept_beside_the_one_that_is_set) {
  EXPECT_EQ(before({key(1, phase::active, noon, "RS256"), key(2, phase::next, noon, "RS256")}),
            (steps{{generate, made, "ES256", at_once, true},
                   {activate, numbered(2), "RS256", noon + monthly.period, true}}));
}

TEST(rotate_signing_keys, an_algorithm_that_only_retires_is_not_kept_unless_it_is_wanted) {
  const std::vector keys{key(1, phase::retiring, noon, "RS256"), key(2, phase::active, noon),
                         key(3, phase::next, noon)};
  const step retiring{retire, numbered(1), "RS256", noon + 1h, false};
  const step in_turn{activate, numbered(3), "ES256", noon + monthly.period, true};
  EXPECT_EQ(before(keys), (steps{retiring, in_turn}));
  EXPECT_EQ(before(keys, monthly, "RS256"),
            (steps{{generate, made, "RS256", at_once, true}, retiring, in_turn}));
}

TEST(rotate_signing_keys, a_key_to_be_made_has_one_id_for_all_who_see_the_same_and_never_two) {
  const auto id_after = [](const std::vector<row>& keys, const uuid& workspace = acme) {
    return plan(workspace, keys, monthly).front().key;
  };
  const std::vector first{key(1, phase::active, noon)};
  const std::vector revoked{key(1, phase::active, noon), key(2, phase::revoked, noon + 1h)};
  std::set<uuid> seen{id_after({}), id_after({}, numbered(101)), id_after(first),
                      id_after(revoked)};
  EXPECT_EQ(seen.size(), 4U);
  EXPECT_EQ(id_after(first), id_after(first));
  EXPECT_EQ(id_after({key(1, phase::active, noon), key(3, phase::retired, noon - 1h)}),
            id_after(first))
      << "it follows the newest one";
  EXPECT_NE(plan(acme, {}, monthly, "RS256")[0].key, plan(acme, {}, monthly, "RS256")[1].key);
}

TEST(rotate_signing_keys, what_is_due_is_found_and_before_a_signature_only_what_is_urgent) {
  const auto all = plan(acme,
                        {key(1, phase::retiring, noon), key(2, phase::active, noon),
                         key(3, phase::next, noon), key(4, phase::active, noon, "RS256")},
                        monthly);
  const auto what_at = [&](instant now, std::string_view to_sign = {}) {
    const auto* found = due_step(all, now, to_sign);
    return found ? std::optional{std::pair{found->what, found->algorithm}} : std::nullopt;
  };
  EXPECT_EQ(what_at(noon), std::pair(generate, std::string("RS256")));
  EXPECT_EQ(what_at(noon, "RS256"), std::nullopt);
  EXPECT_EQ(what_at(noon + monthly.period - 1us, "ES256"), std::nullopt);
  EXPECT_EQ(what_at(noon + monthly.period, "ES256"), std::pair(activate, std::string("ES256")));
  EXPECT_EQ(due_step({}, noon), nullptr);
}

TEST(rotate_signing_keys, the_past_is_dropped_but_for_the_newest_key_of_each_algorithm) {
  const auto left = without_past({key(1, phase::retired, noon), key(2, phase::revoked, noon + 1h),
                                  key(3, phase::retired, noon, "RS256"),
                                  key(4, phase::retired, noon + 1h, "RS256"),
                                  key(5, phase::retiring, noon, "RS256")});
  std::set<uuid> ids;
  for (const auto& each : left)
    ids.insert(each.id);
  EXPECT_EQ(ids, (std::set{numbered(2), numbered(4), numbered(5)}));
}

/// One that another key replaced then.
row replaced(std::uint8_t number, phase at, instant then) {
  auto made = key(number, at, noon);
  made.superseded_at = then;
  return made;
}

std::vector<uuid> ids_of(const std::vector<row>& keys) {
  std::vector<uuid> ids;
  for (const auto& each : keys)
    ids.push_back(each.id);
  return ids;
}

TEST(rotate_signing_keys,
     the_lately_retired_are_those_that_signed_until_then_and_were_not_revoked) {
  const auto later = noon + 2h;
  const auto found =
      lately_retired({replaced(1, phase::retired, noon + 1h), replaced(2, phase::retired, later),
                      replaced(3, phase::retired, noon), replaced(4, phase::revoked, later),
                      replaced(5, phase::retiring, later), key(6, phase::active, later),
                      key(7, phase::retired, later)},
                     noon);
  EXPECT_EQ(ids_of(found), (std::vector{numbered(2), numbered(1)})) << "the newest first";
}

TEST(rotate_signing_keys, of_very_many_retired_ones_the_newest_are_known) {
  std::vector<row> keys;
  for (std::uint8_t number = 1; number <= 100; ++number)
    keys.push_back(replaced(number, phase::retired, noon + number * 1min));
  const auto found = lately_retired(keys, noon);
  EXPECT_EQ(found.size(), 32U);
  EXPECT_EQ(found.front().id, numbered(100));
  EXPECT_EQ(found.back().id, numbered(69));
}

TEST(rotate_signing_keys, a_clock_that_was_set_back_makes_no_two_keys_one) {
  std::vector<row> keys;
  for (int round = 0; round < 5; ++round) {
    auto made = key(0, phase::revoked, noon);
    made.id = plan(acme, keys, monthly).front().key;
    ASSERT_EQ(std::ranges::find(keys, made.id, &row::id), keys.end());
    keys.push_back(made);
    keys = without_past(keys);
  }
  EXPECT_EQ(keys.size(), 5U);
}

/// A year of a workspace, doing at each moment what is due.
TEST(rotate_signing_keys, a_year_goes_by_and_something_known_to_all_signs_all_the_time) {
  std::vector<row> keys{key(1, phase::active, noon)};
  const auto find = [&](const uuid& id) { return std::ranges::find(keys, id, &row::id); };
  std::set<uuid> signed_with;
  std::uint64_t position = 1;
  for (auto now = noon; now < noon + std::chrono::days{365}; now += 1h) {
    for (auto all = plan(acme, keys, monthly); const auto* due = due_step(all, now);
         all = plan(acme, keys, monthly)) {
      if (due->what == generate) {
        auto next = key(0, phase::next, now);
        next.id = due->key;
        ASSERT_EQ(find(next.id), keys.end());
        keys.push_back(next);
      } else if (due->what == activate) {
        EXPECT_LE(known_from(*find(due->key)), now);
        find(due->key)->phase = phase::active;
        find(due->key)->activated_at = now;
        find(due->key)->position = ++position;
      } else if (due->what == supersede) {
        find(due->key)->phase = phase::retiring;
        find(due->key)->retires_at = now + monthly.kept;
      } else {
        find(due->key)->phase = phase::retired;
      }
    }
    const auto signs = std::ranges::count(keys, phase::active, &row::phase);
    EXPECT_EQ(signs, 1);
    EXPECT_EQ(std::ranges::count(keys, phase::next, &row::phase), 1);
    signed_with.insert(std::ranges::find(keys, phase::active, &row::phase)->id);
  }
  EXPECT_EQ(signed_with.size(), 13U) << "365 days by 30, and the first";
}

}
}
