// SPDX-License-Identifier: Apache-2.0
#include "storage/keyring.hpp"

#include "tests/support/key_samples.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace muniment::storage {
namespace {

using test::id_of_octet;
using test::journal;
using test::monday;
using test::packed;
using test::place;

const era first_era = test::era_of_octet(1, 0xe1);
const uuid ada = id_of_octet(1), bob = id_of_octet(2);

class keyring_test : public testing::Test {
protected:
  keyring_test() { test::commit(table, ring, born); }

  keyring woken(keyring_limits limits = {}) {
    return keyring::wake(journal, {&first_era, 1}, table.loader(), limits);
  }

  /// A committed subject.
  user::key_reference subject(const uuid& id) {
    key_changes changes;
    auto reference = ring.create_subject(changes, id);
    test::commit(table, ring, changes);
    return reference;
  }

  test::key_table table;
  key_changes born;
  keyring ring = keyring::create(journal, first_era, table.loader(), born);
};

key_fault fault_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const key_error& error) {
    return error.fault();
  }
  throw std::runtime_error{"nothing was thrown"};
}

bool carries(const key_changes& changes, const key_id& id) {
  return std::ranges::count(changes.written, id, id_of) == 1;
}

TEST_F(keyring_test, a_new_workspace_with_its_first_user_writes_at_most_ten_rows) {
  EXPECT_EQ(table.live().size(), 4U);
  key_changes changes;
  ring.create_subject(changes, ada);
  ring.access_key(changes, monday, ada);
  ring.put_signing_key(changes, id_of_octet(3), crypto::secret_bytes(bytes(1218, 1)));
  ring.put_signing_key(changes, id_of_octet(4), crypto::secret_bytes(bytes(138, 1)));
  test::commit(table, ring, changes);
  EXPECT_EQ(table.live().size(), 9U);
}

TEST_F(keyring_test, what_was_sealed_opens_after_waking) {
  subject(ada);
  key_changes none;
  const auto box = test::sealed_for(ring, none, ada, place, packed);
  EXPECT_TRUE(none.written.empty());
  auto later = woken();
  EXPECT_EQ(test::opened_for(later, ada, place, box), packed);
  EXPECT_EQ(test::opened_for(later, ada, bytes(3, 8), box), std::nullopt);
}

TEST_F(keyring_test, two_subjects_do_not_open_each_other) {
  subject(ada);
  subject(bob);
  key_changes none;
  const auto box = test::sealed_for(ring, none, ada, place, packed);
  EXPECT_EQ(test::opened_for(ring, bob, place, box), std::nullopt);
}

TEST_F(keyring_test, an_unknown_subject_opens_nothing_and_seals_nothing) {
  key_changes none;
  EXPECT_EQ(ring.find_subject_key(ada), nullptr);
  EXPECT_EQ(test::opened_for(ring, ada, place, packed), std::nullopt);
  EXPECT_EQ(fault_of([&] { test::sealed_for(ring, none, ada, place, packed); }), key_fault::absent);
}

TEST_F(keyring_test, a_subject_gets_one_key_for_ever) {
  subject(ada);
  key_changes changes;
  EXPECT_THROW(ring.create_subject(changes, ada), std::logic_error);
  EXPECT_THROW(woken().create_subject(changes, ada), std::logic_error);
}

TEST_F(keyring_test, the_commitment_in_the_event_is_checked) {
  const auto reference = subject(ada);
  EXPECT_EQ(reference.id, ada);
  auto later = woken();
  EXPECT_NE(later.find_subject_key(ada, reference.commitment), nullptr);
  const bytes other(32, 1);
  EXPECT_EQ(fault_of([&] { woken().find_subject_key(ada, other); }), key_fault::mismatched);
  EXPECT_EQ(fault_of([&] { later.find_subject_key(ada, other); }), key_fault::mismatched);
}

TEST_F(keyring_test, a_damaged_row_is_not_taken_for_an_erasure) {
  subject(ada);
  table.live().at(subject_key_id(ada)).wrapped.back() ^= 1;
  EXPECT_EQ(fault_of([&] { woken().find_subject_key(ada); }), key_fault::damaged);
  table.live().erase(bucket_key_id(bucket_of(ada)));
  EXPECT_EQ(fault_of([&] { woken().find_subject_key(ada); }), key_fault::damaged);
}

TEST_F(keyring_test, changes_repeat_what_is_not_known_to_be_committed) {
  const auto a = test::subject_in_bucket(5, 0), b = test::subject_in_bucket(5, 1);
  key_changes first, second, third;
  ring.create_subject(first, a);
  ring.create_subject(second, b);
  EXPECT_TRUE(carries(first, bucket_key_id(5)));
  EXPECT_TRUE(carries(second, bucket_key_id(5)));
  test::sealed_for(ring, third, b, place, packed);
  test::sealed_for(ring, third, b, place, packed);
  EXPECT_EQ(third.written.size(), 2U);
  EXPECT_TRUE(carries(third, bucket_key_id(5)));
  EXPECT_TRUE(carries(third, subject_key_id(b)));
  ring.committed(second);
  key_changes fourth;
  test::sealed_for(ring, fourth, b, place, packed);
  EXPECT_TRUE(fourth.written.empty());
  test::sealed_for(ring, fourth, a, place, packed);
  EXPECT_EQ(fourth.written.size(), 1U);
}

// The append that made the bucket is refused; the one behind it brings all it needs.
TEST_F(keyring_test, a_refusal_leaves_the_others_whole) {
  const auto a = test::subject_in_bucket(5, 0), b = test::subject_in_bucket(5, 1);
  key_changes first, second;
  ring.create_subject(first, a);
  ring.create_subject(second, b);
  const auto box = test::sealed_for(ring, second, b, place, packed);
  ring.refused(first);
  EXPECT_EQ(ring.find_subject_key(a), nullptr);
  test::commit(table, ring, second);
  EXPECT_TRUE(ring.quiet());
  auto later = woken();
  EXPECT_EQ(test::opened_for(later, b, place, box), packed);
}

TEST_F(keyring_test, refused_keys_are_gone) {
  key_changes changes;
  ring.create_subject(changes, ada);
  ring.access_key(changes, monday, ada);
  EXPECT_FALSE(ring.quiet());
  ring.refused(changes);
  EXPECT_TRUE(ring.quiet());
  EXPECT_EQ(ring.find_subject_key(ada), nullptr);
  EXPECT_EQ(ring.find_access_key(monday, {}), nullptr);
  key_changes again;
  ring.create_subject(again, ada);
  EXPECT_TRUE(carries(again, bucket_key_id(bucket_of(ada))));
  EXPECT_EQ(again.written.size(), 2U);
}

TEST_F(keyring_test, a_staged_key_survives_the_cache) {
  auto small = woken({.cached_subjects = 1, .cached_days = 1});
  key_changes changes, none;
  small.create_subject(changes, ada);
  small.create_subject(changes, bob);
  EXPECT_NE(small.find_subject_key(ada), nullptr);
  small.access_key(changes, monday, {});
  small.access_key(changes, monday + std::chrono::days{1}, {});
  EXPECT_NE(small.find_access_key(monday, {}), nullptr);
}

TEST_F(keyring_test, opened_keys_are_cached_within_the_limit) {
  subject(ada);
  subject(bob);
  auto small = woken({.cached_subjects = 1});
  const auto asked_for = [&](const uuid& id) {
    table.asked().clear();
    small.find_subject_key(id);
    return std::ranges::count(table.asked(), key_kind::subject, &key_query::kind);
  };
  EXPECT_EQ(asked_for(ada), 1);
  EXPECT_EQ(asked_for(ada), 0);
  EXPECT_EQ(asked_for(bob), 1);
  EXPECT_EQ(asked_for(ada), 1);
}

TEST_F(keyring_test, absence_is_cached_too) {
  ring.find_subject_key(ada);
  table.asked().clear();
  EXPECT_EQ(ring.find_subject_key(ada), nullptr);
  EXPECT_TRUE(table.asked().empty());
}

TEST_F(keyring_test, an_access_key_needs_day_and_subject) {
  subject(ada);
  subject(bob);
  key_changes changes;
  const auto alone = ring.access_key(changes, monday, {});
  const auto joint = ring.access_key(changes, monday, ada);
  test::commit(table, ring, changes);
  auto later = woken();
  EXPECT_EQ(later.find_access_key(monday, {})->commitment(), alone->commitment());
  EXPECT_EQ(later.find_access_key(monday, ada)->commitment(), joint->commitment());
  EXPECT_NE(alone->commitment(), joint->commitment());
  EXPECT_NE(later.find_access_key(monday, bob)->commitment(), joint->commitment());
  EXPECT_EQ(later.find_access_key(monday + std::chrono::days{1}, ada), nullptr);
  EXPECT_EQ(later.find_access_key(monday, id_of_octet(9)), nullptr);
}

TEST_F(keyring_test, the_access_key_of_a_day_is_derived_once) {
  const auto tuesday = monday + std::chrono::days{1};
  subject(ada);
  key_changes changes;
  const auto first = ring.access_key(changes, monday, ada);
  EXPECT_EQ(ring.access_key(changes, monday, ada), first);
  EXPECT_EQ(ring.find_access_key(monday, ada), first);
  const auto next = ring.access_key(changes, tuesday, ada);
  EXPECT_NE(next->commitment(), first->commitment());
  EXPECT_EQ(ring.find_access_key(tuesday, ada), next);
  EXPECT_EQ(ring.find_access_key(monday, ada)->commitment(), first->commitment());
}

TEST_F(keyring_test, look_up_digests_are_stable_and_apart) {
  const auto digest = ring.lookups()->digest("email", "ada@example.org");
  EXPECT_EQ(woken().lookups()->digest("email", "ada@example.org"), digest);
  EXPECT_NE(ring.lookups()->digest("user_name", "ada@example.org"), digest);
  EXPECT_NE(ring.lookups()->digest("emaila", "da@example.org"), digest);
  key_changes changes;
  const auto other = keyring::create(journal, first_era, table.loader(), changes);
  EXPECT_NE(other.lookups()->digest("email", "ada@example.org"), digest);
}

TEST_F(keyring_test, the_key_of_outcomes_is_stable_and_the_workspace_s_own) {
  EXPECT_EQ(woken().lookups()->outcome_key().commitment(),
            ring.lookups()->outcome_key().commitment());
  key_changes changes;
  const auto other = keyring::create(journal, first_era, table.loader(), changes);
  EXPECT_NE(other.lookups()->outcome_key().commitment(),
            ring.lookups()->outcome_key().commitment());
}

TEST_F(keyring_test, client_secret_digests_are_bound_to_the_client) {
  const auto digest = ring.lookups()->client_secret_digest(ada, packed);
  EXPECT_EQ(woken().lookups()->client_secret_digest(ada, packed), digest);
  EXPECT_NE(ring.lookups()->client_secret_digest(bob, packed), digest);
}

TEST_F(keyring_test, keeps_signing_keys_and_the_log_seed) {
  key_changes changes;
  ring.put_signing_key(changes, ada, crypto::secret_bytes(bytes(100, 1)));
  test::commit(table, ring, changes);
  auto later = woken();
  EXPECT_EQ(later.signing_key(ada)->reveal()[0], 1);
  EXPECT_FALSE(later.signing_key(bob));
  EXPECT_EQ(later.log_seed().size(), 32U);
  EXPECT_TRUE(std::ranges::equal(later.log_seed().reveal(), ring.log_seed().reveal()));
}

TEST_F(keyring_test, a_foreign_era_is_named) {
  const auto second = test::era_of_octet(2, 0xe2);
  const auto stranger = test::era_of_octet(1, 0xe2);
  EXPECT_EQ(fault_of([&] {
              keyring::wake(journal, {&second, 1}, table.loader());
            }),
            key_fault::foreign_era);
  EXPECT_EQ(fault_of([&] {
              keyring::wake(journal, {&stranger, 1}, table.loader());
            }),
            key_fault::damaged);
  EXPECT_EQ(fault_of([&] {
              keyring::wake(id_of_octet(1), {&first_era, 1}, table.loader());
            }),
            key_fault::damaged);
}

TEST_F(keyring_test, without_rows_there_is_nothing_to_wake) {
  table.live().clear();
  EXPECT_EQ(fault_of([&] { woken(); }), key_fault::absent);
}

}
}
