// SPDX-License-Identifier: Apache-2.0
#include "storage/key_wrapping.hpp"
#include "storage/keyring.hpp"
#include "tests/support/key_samples.hpp"

#include <gtest/gtest.h>

#include <set>
#include <stdexcept>

namespace muniment::storage {
namespace {

using test::id_of_octet;
using test::journal;
using test::monday;
using test::packed;
using test::place;

const era old_era = test::era_of_octet(1, 0xe1), new_era = test::era_of_octet(2, 0xe2);
const std::vector<era> both{new_era, old_era};

/// Four people of one bucket and one of another, each with a box.
class keyring_roll : public testing::Test {
protected:
  keyring_roll() {
    test::commit(table, ring, born);
    for (int n = 0; n < 4; ++n)
      people.push_back(test::subject_in_bucket(5, n));
    people.push_back(test::subject_in_bucket(6, 0));
    key_changes changes;
    for (const auto& each : people) {
      ring.create_subject(changes, each);
      boxes.push_back(test::sealed_for(ring, changes, each, place, packed));
    }
    for (int n = 0; n < 3; ++n)
      ring.access_key(changes, monday + std::chrono::days{n}, {});
    ring.put_signing_key(changes, id_of_octet(7), crypto::secret_bytes(bytes(100, 1)));
    test::commit(table, ring, changes);
  }

  keyring woken() { return keyring::wake(journal, both, table.loader()); }

  /// Who can be read, in the keyring given and in one woken from the table.
  std::vector<bool> readable() {
    auto later = woken();
    std::vector<bool> seen;
    for (std::size_t i = 0; i < people.size(); ++i) {
      seen.push_back(test::opened_for(ring, people[i], place, boxes[i]) == packed);
      EXPECT_EQ(test::opened_for(later, people[i], place, boxes[i]) == packed, seen.back());
    }
    return seen;
  }

  test::key_table table;
  key_changes born;
  keyring ring = keyring::create(journal, old_era, table.loader(), born);
  std::vector<uuid> people;
  std::vector<bytes> boxes;
};

TEST_F(keyring_roll, erasing_takes_one_and_leaves_the_rest) {
  const auto changes = ring.erase(people[1]);
  ASSERT_TRUE(changes);
  EXPECT_EQ(changes->written.size(), 5U); // The bucket, three survivors, that a roll is awaited.
  EXPECT_EQ(changes->deleted, std::vector{subject_key_id(people[1])});
  EXPECT_EQ(readable(), (std::vector{true, true, true, true, true}));
  test::commit(table, ring, *changes);
  EXPECT_EQ(readable(), (std::vector{true, false, true, true, true}));
}

TEST_F(keyring_roll, what_was_destroyed_awaits_the_next_roll_of_the_workspace_key) {
  const auto awaited = [&] { return table.live().contains(sole_key_id(key_kind::destruction)); };
  EXPECT_FALSE(awaited());
  test::commit(table, ring, *ring.erase(people[1]));
  EXPECT_TRUE(awaited());
  test::commit(table, ring, ring.roll_workspace_key(new_era));
  EXPECT_FALSE(awaited());
  test::commit(table, ring, ring.destroy_days_before(monday));
  EXPECT_FALSE(awaited()) << "there were none";
  test::commit(table, ring, ring.destroy_days_before(monday + std::chrono::days{1}));
  EXPECT_TRUE(awaited());
}

TEST_F(keyring_roll, a_refused_erasure_changed_nothing) {
  const auto changes = ring.erase(people[1]);
  ring.refused(*changes);
  EXPECT_TRUE(ring.quiet());
  EXPECT_EQ(readable(), (std::vector{true, true, true, true, true}));
}

TEST_F(keyring_roll, erasing_again_or_an_unknown_person_is_nothing) {
  test::commit(table, ring, *ring.erase(people[1]));
  EXPECT_EQ(ring.erase(people[1]), std::nullopt);
  EXPECT_EQ(ring.erase(test::subject_in_bucket(5, 9)), std::nullopt);
  EXPECT_TRUE(ring.quiet());
}

TEST_F(keyring_roll, an_erasure_ends_the_access_metadata_of_its_subject) {
  EXPECT_NE(ring.find_access_key(monday, people[1]), nullptr);
  test::commit(table, ring, *ring.erase(people[1]));
  EXPECT_EQ(ring.find_access_key(monday, people[1]), nullptr);
  EXPECT_NE(ring.find_access_key(monday, people[2]), nullptr);
}

TEST_F(keyring_roll, the_bucket_goes_on_after_an_erasure) {
  test::commit(table, ring, *ring.erase(people[1]));
  key_changes changes;
  const auto late = test::subject_in_bucket(5, 8);
  ring.create_subject(changes, late);
  EXPECT_EQ(changes.written.size(), 1U);
  const auto box = test::sealed_for(ring, changes, late, place, packed);
  test::commit(table, ring, changes);
  auto before = woken();
  EXPECT_EQ(test::opened_for(before, late, place, box), packed);
  test::commit(table, ring, *ring.erase(people[2]));
  EXPECT_EQ(readable(), (std::vector{true, false, false, true, true}));
  auto after = woken();
  EXPECT_EQ(test::opened_for(after, late, place, box), packed);
}

TEST_F(keyring_roll, nothing_is_made_beside_an_erasure) {
  const auto changes = ring.erase(people[1]);
  key_changes other;
  EXPECT_THROW(ring.create_subject(other, id_of_octet(50)), std::logic_error);
  EXPECT_THROW(ring.access_key(other, monday + std::chrono::days{9}, {}), std::logic_error);
  EXPECT_THROW(ring.erase(people[2]), std::logic_error);
  EXPECT_THROW(ring.roll_workspace_key(new_era), std::logic_error);
  EXPECT_NO_THROW(test::sealed_for(ring, other, people[0], place, packed));
  ring.committed(other);
  EXPECT_FALSE(ring.quiet());
}

TEST_F(keyring_roll, an_erasure_waits_for_what_was_made) {
  key_changes changes;
  ring.create_subject(changes, id_of_octet(50));
  EXPECT_THROW(ring.erase(people[1]), std::logic_error);
  EXPECT_THROW(ring.roll_workspace_key(new_era), std::logic_error);
  EXPECT_THROW(ring.destroy_days_before(monday), std::logic_error);
  EXPECT_THROW(ring.remove_signing_key(id_of_octet(7)), std::logic_error);
  test::commit(table, ring, changes);
  EXPECT_TRUE(ring.erase(people[1]));
}

TEST_F(keyring_roll, a_damaged_survivor_stops_the_erasure) {
  table.live().at(subject_key_id(people[2])).wrapped.back() ^= 1;
  EXPECT_THROW(ring.erase(people[1]), key_error);
  EXPECT_TRUE(ring.quiet());
}

TEST_F(keyring_roll, rolling_wraps_everything_anew_and_loses_nothing) {
  const auto before = table.live();
  const auto digest = ring.lookups()->digest("email", "ada@example.org");
  const auto day = ring.find_access_key(monday, {})->commitment();
  const auto seed = ring.log_seed();
  const auto changes = ring.roll_workspace_key(new_era);
  // Workspace, look-up, client secret, log, two buckets, three days, signing key.
  EXPECT_EQ(changes.written.size(), 10U);
  test::commit(table, ring, changes);
  EXPECT_EQ(ring.generation(), 2U);
  EXPECT_EQ(ring.era_number(), 2U);
  for (const auto& [id, row] : table.live())
    EXPECT_EQ(row == before.at(id), id.kind == static_cast<std::int16_t>(key_kind::subject))
        << to_string(id);

  EXPECT_EQ(readable(), (std::vector{true, true, true, true, true}));
  auto later = keyring::wake(journal, {&new_era, 1}, table.loader());
  EXPECT_EQ(later.generation(), 2U);
  EXPECT_EQ(later.lookups()->digest("email", "ada@example.org"), digest);
  EXPECT_EQ(later.find_access_key(monday, {})->commitment(), day);
  EXPECT_TRUE(std::ranges::equal(later.log_seed().reveal(), seed.reveal()));
  EXPECT_EQ(later.signing_key(id_of_octet(7))->reveal()[0], 1);
}

TEST_F(keyring_roll, every_kind_but_subjects_is_named_in_a_roll) {
  std::set<std::int16_t> rolled;
  for (const auto& row : ring.roll_workspace_key(new_era).written)
    rolled.insert(row.kind);
  EXPECT_EQ(rolled, (std::set<std::int16_t>{1, 2, 4, 5, 6, 7, 8}));
}

TEST_F(keyring_roll, a_refused_roll_changed_nothing) {
  ring.refused(ring.roll_workspace_key(new_era));
  EXPECT_EQ(ring.generation(), 1U);
  EXPECT_EQ(ring.era_number(), 1U);
  EXPECT_EQ(readable(), (std::vector{true, true, true, true, true}));
}

TEST_F(keyring_roll, destroyed_days_open_no_more) {
  const auto changes = ring.destroy_days_before(monday + std::chrono::days{2});
  EXPECT_EQ(changes.deleted,
            (std::vector{day_key_id(monday), day_key_id(monday + std::chrono::days{1})}));
  EXPECT_NE(ring.find_access_key(monday, {}), nullptr);
  EXPECT_NE(ring.find_access_key(monday, people[1]), nullptr);
  test::commit(table, ring, changes);
  EXPECT_EQ(ring.find_access_key(monday, {}), nullptr);
  EXPECT_EQ(ring.find_access_key(monday, people[1]), nullptr);
  EXPECT_EQ(woken().find_access_key(monday, {}), nullptr);
  EXPECT_NE(ring.find_access_key(monday + std::chrono::days{2}, {}), nullptr);
}

TEST_F(keyring_roll, removed_keys_are_gone) {
  EXPECT_TRUE(ring.signing_key(id_of_octet(7)));
  test::commit(table, ring, ring.remove_signing_key(id_of_octet(7)));
  EXPECT_FALSE(ring.signing_key(id_of_octet(7)));
  EXPECT_TRUE(ring.quiet());
}

TEST_F(keyring_roll, more_rows_than_an_append_carries_are_refused) {
  auto& row = table.live().at(subject_key_id(people[0]));
  for (std::uint32_t n = 0; n <= max_exclusive_rows; ++n) {
    auto filler = row;
    filler.id = {};
    filler.id.octets[0] = static_cast<std::uint8_t>(n);
    filler.id.octets[1] = static_cast<std::uint8_t>(n >> 8);
    filler.id.octets[15] = 1;
    table.live()[id_of(filler)] = filler;
  }
  EXPECT_THROW(ring.erase(people[1]), key_error);
}

}
}
