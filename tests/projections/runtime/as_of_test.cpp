// SPDX-License-Identifier: Apache-2.0
#include "projections/runtime/as_of.hpp"

#include "projections/catalogue.hpp"
#include "projections/runtime/rebuild.hpp"
#include "tests/support/folding.hpp"
#include "tests/support/random_events.hpp"
#include "tests/support/reference.hpp"
#include "tests/support/user_facts.hpp"

#include <gtest/gtest.h>

namespace muniment {
namespace {

using namespace test;
using reason = replay_error::reason;

class folding_as_of : public testing::Test {
protected:
  rows_of<users::model> users_at(std::uint64_t position, std::vector<uuid> wanted,
                                 const as_of_options& options = {}, const as_of_limits& most = {}) {
    past_rows<users::model> rows{std::move(wanted), most};
    past_fold* const folds[] = {&rows};
    fold_as_of(database.pool(), schema, position, folds, options);
    return rows.rows();
  }
  reason failure_of(std::uint64_t position, std::vector<uuid> wanted,
                    const as_of_options& options = {}, const as_of_limits& most = {}) {
    try {
      users_at(position, std::move(wanted), options, most);
    } catch (const replay_error& error) {
      return error.why();
    }
    ADD_FAILURE() << "it went through";
    return {};
  }

  journal_database& database = shared_database();
  storage::schema_name schema = database.workspace();
  journal_writer journal{database, schema};
};

TEST_F(folding_as_of, gives_wanted_rows_as_they_were) {
  journal.append({registered(1), registered(2), signed_in(9), disabled(1), registered(3)});
  using users::phase;
  EXPECT_EQ(users_at(4, {id_of(1)}).at(id_of(1)).phase, phase::disabled);
  EXPECT_EQ(users_at(3, {id_of(1)}).at(id_of(1)).phase, phase::active);
  EXPECT_EQ(users_at(5, {id_of(3), id_of(1), id_of(1)}).size(), 2U);
  EXPECT_TRUE(users_at(4, {id_of(3)}).empty()) << "not yet";
  EXPECT_TRUE(users_at(5, {id_of(4)}).empty()) << "never";
  EXPECT_TRUE(users_at(0, {id_of(1)}).empty());
}

TEST_F(folding_as_of, feeds_several_read_models_at_once) {
  journal.append({registered(1), signed_in(9), disabled(1)});
  past_rows<users::model> people{{id_of(1)}};
  past_rows<sessions::model> signed_in_ones{{id_of(9)}};
  past_fold* const folds[] = {&people, &signed_in_ones};
  fold_as_of(database.pool(), schema, 2, folds, {.wave_events = 1});
  EXPECT_EQ(people.rows().at(id_of(1)).phase, users::phase::active);
  EXPECT_EQ(signed_in_ones.rows().size(), 1U);
}

TEST_F(folding_as_of, stays_within_its_limits) {
  journal.append({registered(1), registered(2), disabled(1), enabled(1), disabled(1)});
  const auto one = row_octets(users_at(5, {id_of(1)}).at(id_of(1)));
  EXPECT_EQ(failure_of(5, {id_of(1), id_of(2)}, {}, {.most_rows = 1}), reason::too_many_rows);
  EXPECT_EQ(users_at(5, {id_of(1)}, {}, {.most_octets = one}).size(), 1U)
      << "a row that changes counts once";
  EXPECT_EQ(failure_of(5, {id_of(1)}, {}, {.most_octets = one - 1}), reason::too_many_rows);
}

TEST_F(folding_as_of, ends_when_it_is_late_or_nobody_wants_it_any_more) {
  journal.append({registered(1)});
  EXPECT_EQ(failure_of(1, {id_of(1)}, {.until = std::chrono::steady_clock::now()}),
            reason::too_late);
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(failure_of(1, {id_of(1)}, {.stop = stop.get_token()}), reason::cancelled);
}

TEST_F(folding_as_of, steps_over_nothing) {
  journal.append({registered(1), registered(2), poison(2), disabled(1)});
  EXPECT_EQ(users_at(2, {id_of(1)}).size(), 1U) << "what comes later does no harm";
  EXPECT_EQ(failure_of(4, {id_of(1)}), reason::poison);
  EXPECT_EQ(failure_of(5, {id_of(1)}), reason::poison);
  database.execute("DELETE FROM " + schema.text() + ".events WHERE position = 3");
  EXPECT_EQ(failure_of(4, {id_of(1)}), reason::gap);
}

/// What one read model was after each of some positions of a random past, in three ways.
class any_past : public testing::TestWithParam<std::uint64_t> {
protected:
  void append(const std::vector<bytes>& bodies) {
    for (std::size_t at = 0; at < bodies.size(); at += 100)
      journal.append_bodies(
          {bodies.begin() + static_cast<long>(at),
           bodies.begin() + static_cast<long>(std::min(at + 100, bodies.size()))});
  }

  template <projection P>
  rows_of<P> rows_at(std::uint64_t position, const rows_of<P>& last) {
    std::vector<key_of<typename P::row>> keys;
    for (const auto& [key, row] : last)
      keys.push_back(key);
    past_rows<P> rows{std::move(keys)};
    past_fold* const folds[] = {&rows};
    fold_as_of(database.pool(), schema, position, folds, {.wave_events = 37});
    return rows.rows();
  }

  template <projection P>
  void compare(const reference& naive, const std::vector<bytes>& bodies, std::uint64_t position) {
    const std::string name{P::name};
    const auto key = std::string{boost::mp11::mp_front<members_of<typename P::row>>::name};
    const auto last = folded_journal<P>(bodies);
    const auto then = rows_at<P>(position, last);
    for (const auto& [at, row] : last)
      if (row.position <= position) {
        EXPECT_EQ(then.at(at), row) << name << ": what did not change since is what it is now";
      }
    for (const auto& each : differences(naive.rows(name), as_json<P>(then), key))
      ADD_FAILURE() << name << " as of " << position << ": " << each;
    if (position < bodies.size()) return;
    EXPECT_EQ(checksum_of<P>(then), rebuild<P>(database.pool(), schema).checksum)
        << name << " as of the head is what is live";
  }

  journal_database& database = shared_database();
  storage::schema_name schema = database.workspace();
  journal_writer journal{database, schema};
};

TEST_P(any_past, is_what_a_naive_loop_over_the_first_events_gives) {
  random_history history{GetParam()};
  history.wish(300);
  const auto& bodies = history.bodies();
  append(bodies);
  dice chance{GetParam()};
  std::set<std::uint64_t> stops{1, bodies.size()};
  while (stops.size() < 8)
    stops.insert(1 + chance.below(bodies.size()));
  reference naive;
  std::uint64_t position = 0;
  for (const auto stop : stops) {
    for (; position < stop; ++position)
      naive.apply(catalogue::to_json(decode_body(bodies[position]).value()).value().as_object());
    boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, read_models>>(
        [&](auto which) { compare<typename decltype(which)::type>(naive, bodies, stop); });
  }
}

INSTANTIATE_TEST_SUITE_P(seeds, any_past, testing::Values(4, 5, 6));

}
}
