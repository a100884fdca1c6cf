// SPDX-License-Identifier: Apache-2.0
#include "actors/policies/roll_keys.hpp"

#include "storage/failure.hpp"
#include "storage/key_error.hpp"
#include "storage/key_file_names.hpp"
#include "storage/key_reader.hpp"
#include "tests/support/files.hpp"
#include "tests/support/journal_database.hpp"
#include "tests/support/key_table.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace muniment {
namespace {

using testing::HasSubstr;

/// A workspace without actors: who rolls its keys appends them himself.
class home {
public:
  home(test::journal_database& database, const std::string& slug)
      : place{storage::provision(database.dsn(database.logins().control), test::fresh_id(),
                                 test::fresh_id(), slug)},
        database_{database}, hub_{database.hub_dsn()} {
    test::own(hub_, place.schema);
  }

  void bear(const storage::era& under) {
    storage::key_changes born;
    ring_.emplace(storage::keyring::create(
        place.journal, under, storage::key_rows_of(database_.pool(), place.schema), born));
    append(born);
  }

  bool born() const { return ring_.has_value(); }
  void roll(const storage::era& under) { append(ring_->roll_workspace_key(under)); }

  void enter_and_erase(const uuid& person) {
    storage::key_changes changes;
    ring_->create_subject(changes, person);
    append(changes);
    append(*ring_->erase(person));
  }

  const storage::workspace_place place;
  int asked = 0;    ///< to be rolled
  int failures = 0; ///< that are still to come

private:
  void append(const storage::key_changes& changes) {
    auto part = test::part_on(place.schema, 1, position_++, 1);
    add_to(part, changes);
    const auto result = hub_.commit({&part, 1}).parts.front();
    ASSERT_EQ(result.verdict, storage::part_verdict::committed) << result.sqlstate;
    ring_->committed(changes);
  }

  test::journal_database& database_;
  storage::hub_connection hub_;
  std::optional<storage::keyring> ring_;
  std::uint64_t position_ = 0;
};

/// Death of the server, at a point of the test's choice.
struct death {};

class rolls : public testing::Test {
protected:
  rolls() { open(); }

  void open() {
    keeper.reset();
    keeper.emplace(
        storage::key_store::open(folder.path() / "keys", crypto::secret_bytes(bytes(32, 7))));
  }

  home& add(const std::string& slug, bool born = true) {
    auto& made = *homes.emplace_back(std::make_unique<home>(database, slug));
    if (born) made.bear(keeper->eras().back());
    return made;
  }

  home& at(const storage::workspace_place& place) {
    return **std::ranges::find(homes, place.id, [](const auto& each) { return each->place.id; });
  }

  roll_verdict roll(const storage::workspace_place& place) {
    auto& asked = at(place);
    ++asked.asked;
    step();
    // Of no kind that a roll knows.
    if (asked.failures > 0 && asked.failures--) throw std::logic_error{"it is odd"};
    if (!asked.born()) return roll_verdict::unborn;
    asked.roll(keeper->eras().back());
    step();
    return roll_verdict::rolled;
  }

  std::filesystem::path dump_of(const uuid& workspace) const {
    return folder.path() / "keys" / storage::dump_file_name(workspace);
  }

  /// Flips an octet in the header of a dump, which then is none.
  void damage_dump(const uuid& workspace) {
    auto octets = test::read_file(dump_of(workspace)).value();
    octets.front() ^= 1;
    test::write_file(dump_of(workspace), octets);
    ASSERT_THROW(static_cast<void>(keeper->dump_era(workspace)), storage::key_error);
  }

  void step() {
    if (steps_left && (*steps_left)-- == 0) throw death{};
  }

  roll_means means() {
    return {*keeper,
            database.pool(),
            [this](const auto& place) { return roll(place); },
            [this](const roll_progress& now) {
              EXPECT_LE(now.done, now.total);
              told.push_back(now.done);
              step();
            },
            ending.get_token(),
            {.rounds = 3, .failures_in_a_row = 3, .first_pause = std::chrono::milliseconds{1}}};
  }

  std::string complaint(roll_report (*act)(const roll_means&)) {
    try {
      act(means());
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "it ended";
  }

  std::vector<std::uint32_t> eras() const {
    std::vector<std::uint32_t> found;
    for (const auto& each : keeper->eras())
      found.push_back(each.number);
    return found;
  }

  /// Everything lies under this era and no other is left.
  void expect_all_under(std::uint32_t era) {
    EXPECT_EQ(eras(), std::vector{era});
    for (const auto& each : homes) {
      if (!each->born()) continue;
      EXPECT_EQ(storage::era_of_workspace(database.pool(), each->place.schema), era);
      EXPECT_EQ(keeper->dump_era(each->place.id), era) << each->place.slug;
    }
  }

  test::journal_database database;
  test::temporary_directory folder;
  std::optional<storage::key_keeper> keeper;
  std::vector<std::unique_ptr<home>> homes;
  std::stop_source ending;
  std::vector<std::uint64_t> told;
  std::optional<int> steps_left;
};

TEST_F(rolls, bring_every_workspace_under_a_new_era_and_destroy_the_old_one) {
  for (const auto* slug : {"a", "b", "c"})
    add(slug);
  const auto report = roll_keys(means());
  EXPECT_EQ(report.era, 2U);
  EXPECT_EQ(report.workspaces, 3U);
  expect_all_under(2);
  EXPECT_EQ(told, (std::vector<std::uint64_t>{0, 1, 2, 3}));
  roll_keys(means());
  expect_all_under(3);
}

TEST_F(rolls, pass_over_a_workspace_that_has_no_keys_yet) {
  add("a");
  add("b", false);
  EXPECT_EQ(roll_keys(means()).workspaces, 1U);
  expect_all_under(2);
  EXPECT_FALSE(keeper->dump_era(homes[1]->place.id));
}

TEST_F(rolls, do_not_lose_a_suspended_workspace) {
  add("a");
  add("b");
  database.execute("UPDATE muniment.workspaces SET state = 'suspended' WHERE slug = 'b'");
  roll_keys(means());
  expect_all_under(2);
}

TEST_F(rolls, cover_a_workspace_born_under_the_new_era_meanwhile) {
  add("a");
  keeper->begin_roll();
  auto& late = add("b");
  resume_roll(means());
  expect_all_under(2);
  EXPECT_EQ(late.asked, 0) << "its key is of this era already";
}

TEST_F(rolls, try_again_what_failed_and_do_not_keep_the_others_waiting) {
  add("a").failures = 2;
  add("b");
  roll_keys(means());
  expect_all_under(2);
  EXPECT_EQ(homes[0]->asked, 3);
  EXPECT_EQ(homes[1]->asked, 1);
}

TEST_F(rolls, name_who_kept_them_from_ending_and_go_on_with_those_alone) {
  add("acme").failures = 3;
  add("globex");
  const auto said = complaint(roll_keys);
  EXPECT_THAT(said, HasSubstr("acme"));
  EXPECT_EQ(keeper->dump_era(homes[1]->place.id), 2U) << "it does not wait for acme";
  EXPECT_THAT(said, HasSubstr("era 1 is kept"));
  EXPECT_THAT(said, testing::Not(HasSubstr("globex")));
  EXPECT_EQ(eras(), (std::vector<std::uint32_t>{1, 2}));
  EXPECT_EQ(resume_roll(means()).era, 2U);
  expect_all_under(2);
  EXPECT_EQ(homes[1]->asked, 1);
  EXPECT_EQ(resume_roll(means()).workspaces, 0U) << "nothing was left behind";
  EXPECT_EQ(eras(), std::vector<std::uint32_t>{2});
}

TEST_F(rolls, end_a_round_in_which_nobody_answers) {
  for (const auto* slug : {"a", "b", "c", "d", "e"})
    add(slug).failures = 1'000;
  EXPECT_THAT(complaint(roll_keys), HasSubstr("were not rolled: a, b, c;"));
  int asked = 0;
  for (const auto& each : homes)
    asked += each->asked;
  EXPECT_EQ(asked, 3 * 3) << "three in a row, three rounds";
}

TEST_F(rolls, believe_the_database_and_not_the_answer) {
  add("a");
  auto lying = means();
  lying.roll = [](const auto&) { return roll_verdict::rolled; };
  EXPECT_THROW(roll_keys(lying), std::runtime_error);
  EXPECT_EQ(eras(), (std::vector<std::uint32_t>{1, 2}));
}

TEST_F(rolls, end_first_what_was_left_behind) {
  add("a");
  keeper->begin_roll();
  EXPECT_EQ(roll_keys(means()).era, 3U);
  expect_all_under(3);
}

TEST_F(rolls, stop_when_the_server_does) {
  add("a");
  ending.request_stop();
  EXPECT_THAT(complaint(roll_keys), HasSubstr("at its next start"));
  EXPECT_EQ(eras(), (std::vector<std::uint32_t>{1, 2}));
}

TEST_F(rolls, keep_an_era_that_the_dump_of_an_unknown_workspace_needs) {
  add("a");
  keeper->dump(test::fresh_id(), test::fresh_id(), [](auto&) {});
  EXPECT_THAT(complaint(roll_keys), HasSubstr("has no key dump under era 2"));
  EXPECT_EQ(eras(), (std::vector<std::uint32_t>{1, 2}));
}

TEST_F(rolls, write_a_damaged_dump_anew) {
  const auto& place = add("a").place;
  add("b");
  roll_keys(means());
  damage_dump(place.id);
  roll_keys(means());
  expect_all_under(3);
  std::size_t dumped = 0;
  storage::read_key_dump(dump_of(place.id), keeper->eras(), place.journal,
                         [&](const std::vector<storage::key_row>& rows) { dumped += rows.size(); });
  EXPECT_GT(dumped, 0U);
}

TEST_F(rolls, keep_an_era_that_the_damaged_dump_of_an_unknown_workspace_may_need) {
  add("a");
  const auto unknown = test::fresh_id();
  keeper->dump(unknown, test::fresh_id(), [](auto&) {});
  damage_dump(unknown);
  EXPECT_THAT(complaint(roll_keys), HasSubstr("is damaged"));
  EXPECT_EQ(eras(), (std::vector<std::uint32_t>{1, 2}));
}

TEST_F(rolls, leave_an_erasure_that_came_after_its_workspace_for_the_next_one) {
  auto& acme = add("acme");
  acme.enter_and_erase(test::id_of_octet(1));
  auto late = means();
  late.roll = [&](const storage::workspace_place& place) {
    const auto verdict = roll(place);
    acme.enter_and_erase(test::id_of_octet(2));
    return verdict;
  };
  roll_keys(late);
  EXPECT_TRUE(storage::awaits_roll(database.pool(), acme.place.schema));
  roll_keys(means());
  EXPECT_FALSE(storage::awaits_roll(database.pool(), acme.place.schema));
}

TEST_F(rolls, end_the_same_wherever_the_server_dies) {
  add("a");
  add("b");
  std::uint32_t era = 1;
  int deaths = 0;
  for (bool died = true; died; ++deaths) {
    steps_left = deaths;
    try {
      roll_keys(means());
      died = false;
    } catch (const death&) {
      open();
      EXPECT_EQ(eras(), (std::vector{era, era + 1}));
      steps_left.reset();
      resume_roll(means());
    }
    expect_all_under(++era);
  }
  EXPECT_EQ(deaths, 8) << "at each workspace before and after, at its roll, and at the end";
}

}
}
