// SPDX-License-Identifier: Apache-2.0
#include "actors/credential.hpp"

#include "tests/support/given.hpp"

namespace muniment::credential {
namespace {

using namespace std::chrono_literals;
using test::given;
using enum refusal_code;

const instant noon = from_microseconds(1'772'546'580'000'000);
const plain<std::string> old_hash{"$2b$10$old"};
const plain<std::string> new_hash{"$argon2id$new"};
const password_set<opened> known{old_hash, false};
const credential::locked six{6, noon + 30s};
const std::vector<event<opened>> active{known};
const std::vector<event<opened>> shut{known, six};
const std::vector<event<opened>> none;

note_success success(instant now = noon) { return {old_hash, {}, now}; }

TEST(credential, every_command_before_a_password) {
  given<noun>().when(set_password{old_hash, false}).then({known});
  given<noun>().when(success()).then(not_found);
  given<noun>().when(note_failure{6, noon}).then(not_found);
  given<noun>().when(unlock{}).then(not_found);
}

TEST(credential, every_command_with_a_password) {
  given<noun>(active).when(set_password{old_hash, false}).then(none);
  given<noun>(active).when(success()).then(none);
  given<noun>(active).when(note_failure{5, noon}).then(none);
  given<noun>(active)
      .when(note_failure{6, noon})
      .then({six})
      .when(note_failure{6, noon})
      .then(none);
  given<noun>(active).when(unlock{}).then(none);
}

TEST(credential, every_command_while_locked) {
  given<noun>(shut)
      .when(set_password{new_hash, true})
      .then({password_set<opened>{new_hash, true}, unlocked{}})
      .when(set_password{new_hash, true})
      .then(none);
  given<noun>(shut).when(success()).then(refusal_code::locked);
  given<noun>(shut).when(success(noon + 30s)).then({unlocked{}}).when(success()).then(none);
  given<noun>(shut).when(note_failure{6, noon + 40s}).then(none);
  given<noun>(shut).when(note_failure{7, noon + 40s}).then({credential::locked{7, noon + 100s}});
  given<noun>(shut).when(unlock{}).then({unlocked{}}).when(unlock{}).then(none);
}

const change_password own_choice{old_hash, new_hash};

TEST(credential, a_person_replaces_the_password_they_know) {
  const password_set<opened> chosen{new_hash, false};
  const std::vector<event<opened>> one_time{password_set<opened>{old_hash, true}};
  given<noun>().when(own_choice).then(not_found);
  for (const auto& past : {active, one_time})
    given<noun>(past).when(own_choice).then({chosen}).when(own_choice).then(none);
  given<noun>(shut).when(own_choice).then({chosen, unlocked{}});
  given<noun>(active)
      .when(change_password{old_hash, plain<std::string>{"clear"}})
      .then(invalid_value);
}

TEST(credential, nobody_replaces_a_password_that_is_another_one_by_now) {
  const plain<std::string> third{"$argon2id$third"};
  given<noun>({known, password_set<opened>{third, true}}).when(own_choice).then(invalid_state);
  given<noun>({known, password_set<opened>{new_hash, true}})
      .when(own_choice)
      .then(invalid_state); // an operator set the very same: it is to be changed all the same
}

TEST(credential, locks_for_longer_each_time) {
  for (std::uint32_t free = 0; free <= 5; ++free)
    EXPECT_FALSE(lockout_until(free, noon)) << free;
  EXPECT_EQ(lockout_until(6, noon), noon + 30s);
  EXPECT_EQ(lockout_until(7, noon), noon + 60s);
  EXPECT_EQ(lockout_until(10, noon), noon + 480s);
  EXPECT_EQ(lockout_until(11, noon), noon + 15min);
  EXPECT_EQ(lockout_until(4'294'967'295, noon), noon + 15min);
}

TEST(credential, each_failure_beyond_the_free_ones_locks_for_longer_until_a_success) {
  const std::vector<std::chrono::seconds> lockouts{30s, 60s, 120s, 240s, 480s, 15min, 15min, 15min};
  given<noun> row(active);
  auto now = noon;
  std::uint32_t failures = 5;
  for (const auto lockout : lockouts) {
    row.when(note_failure{++failures, now}).then({credential::locked{failures, now + lockout}});
    row.when(success(now + lockout - 1us)).then(refusal_code::locked);
    now += lockout;
  }
  row.when(success(now)).then({unlocked{}});
  row.when(note_failure{1, now}).then(none);
  row.when(note_failure{6, now}).then({credential::locked{6, now + 30s}});
}

TEST(credential, a_password_is_upgraded_at_a_login) {
  const note_success wish{old_hash, new_hash, noon};
  given<noun>(active).when(wish).then({password_rehashed<opened>{new_hash}}).when(wish).then(none);
}

TEST(credential, an_upgrade_never_brings_an_old_password_back) {
  const plain<std::string> chosen{"$argon2id$chosen"};
  given<noun>({known, password_set<opened>{chosen, false}})
      .when(note_success{old_hash, new_hash, noon})
      .then(invalid_state);
}

TEST(credential, an_upgrade_keeps_the_duty_to_change) {
  given<noun> row({password_set<opened>{old_hash, true}});
  row.when(note_success{old_hash, new_hash, noon});
  EXPECT_TRUE(row.state().must_change);
}

TEST(credential, only_hashes_are_let_in) {
  for (const auto& bad :
       {plain<std::string>{}, plain{std::string{}}, plain{std::string{"correct horse"}},
        plain{"$" + std::string(512, 'a')}}) {
    given<noun>().when(set_password{bad, false}).then(invalid_value);
    given<noun>(active).when(note_success{old_hash, bad, noon}).then(invalid_value);
  }
}

TEST(credential, of_an_erased_person_opens_nothing) {
  state<opened> erased_one;
  erased_one.phase = phase::active;
  EXPECT_EQ(noun::decide(erased_one, success()).error(), refusal_code::erased);
  EXPECT_EQ(noun::decide(erased_one, note_success{{}, {}, noon}).error(), refusal_code::erased);
}

}
}
