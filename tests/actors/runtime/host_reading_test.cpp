// SPDX-License-Identifier: Apache-2.0
#include "tests/support/host_world.hpp"

#include <caf/send.hpp>

namespace muniment {
namespace {

using namespace test;

class reading : public host_world {
protected:
  void SetUp() override {
    host_world::SetUp();
    tell(registration(1));
    tell(wish_for<credential::noun>(numbered(1), credential::set_password{hash, true}));
  }

  state_reply credential_of(std::uint8_t number) {
    return read<state_reply>(state_request{"credential", numbered(number)});
  }

  static credential::state<opened> opened_from(const state_reply& reply) {
    return unpack<credential::state<opened>>(reply.state->reveal()).value();
  }

  const plain<std::string> hash{"$argon2id$secret"};
};

TEST_F(reading, a_state_is_told_opened_from_memory_and_from_the_journal) {
  for (int round = 0; round < 2; ++round) {
    const auto reply = credential_of(1);
    ASSERT_EQ(reply.verdict, read_verdict::found);
    EXPECT_EQ(reply.version, 1U);
    EXPECT_EQ(opened_from(reply).password_hash, hash);
    EXPECT_TRUE(opened_from(reply).must_change);
    writer = spawn();
  }
}

TEST_F(reading, takes_its_turn_after_what_was_asked_before) {
  const plain<std::string> newer{"$argon2id$newer"};
  ask(wish_for<credential::noun>(numbered(1), credential::set_password{newer, false}));
  EXPECT_EQ(opened_from(credential_of(1)).password_hash, newer);
}

TEST_F(reading, nobody_has_no_state) {
  EXPECT_EQ(credential_of(2).verdict, read_verdict::absent);
  EXPECT_EQ(read<state_reply>(state_request{"teapot", numbered(1)}).verdict,
            read_verdict::unavailable);
}

TEST_F(reading, of_an_erased_person_nothing_personal_is_left) {
  EXPECT_EQ(read<subject_key_reply>(subject_key_request{numbered(1)}).verdict, read_verdict::found);
  tell(erasing(1));
  for (int round = 0; round < 2; ++round) {
    EXPECT_TRUE(opened_from(credential_of(1)).password_hash.erased());
    const auto reply = read<subject_key_reply>(subject_key_request{numbered(1)});
    EXPECT_EQ(reply.verdict, read_verdict::absent);
    EXPECT_EQ(reply.key, nullptr);
    writer = spawn();
  }
}

TEST_F(reading, an_unreachable_database_is_an_answer) {
  writer = spawn();
  script->reachable = false;
  EXPECT_EQ(credential_of(1).verdict, read_verdict::unavailable);
  EXPECT_EQ(read<subject_key_reply>(subject_key_request{numbered(1)}).verdict,
            read_verdict::unavailable);
  script->reachable = true;
  EXPECT_EQ(credential_of(1).verdict, read_verdict::found);
}

TEST_F(reading, what_is_late_is_not_begun) {
  EXPECT_EQ(
      read<state_reply>(state_request{"credential", numbered(1), noon - std::chrono::hours{1}})
          .verdict,
      read_verdict::unavailable);
}

TEST_F(reading, a_full_host_is_an_answer) {
  limits.commands = 0;
  writer = spawn();
  EXPECT_EQ(credential_of(1).verdict, read_verdict::unavailable);
  EXPECT_EQ(read<lookup_keys_reply>(lookup_keys_request{}).verdict, read_verdict::unavailable);
}

TEST_F(reading, a_subject_key_opens_what_was_sealed_under_it) {
  const auto reply = read<subject_key_reply>(subject_key_request{numbered(1)});
  ASSERT_EQ(reply.verdict, read_verdict::found);
  const auto body = decode_body(script->streams[{"credential", numbered(1)}].at(0));
  const auto fact = std::get<credential::password_set<stored>>(
      decode_fact<credential::event<stored>>(*body).value());
  const sealing_place at{script->journal, credential::category, numbered(1), 1};
  EXPECT_EQ(opened_form(fact, storage::opener(reply.key, at)).password_hash, hash);
}

TEST_F(reading, keys_that_were_fetched_for_one_stay_whatever_others_do_meanwhile) {
  writer = spawn();
  const auto after_waking = script->keys_read;
  // Of another's deed that needs no row, between any two of the rows that this one needs.
  script->while_reading_keys = [this, after_waking] {
    if (script->keys_read < after_waking + 20) caf::anon_send(writer, lookup_keys_request{});
  };
  EXPECT_EQ(read<subject_key_reply>(subject_key_request{numbered(1)}).verdict, read_verdict::found);
  EXPECT_EQ(script->keys_read, after_waking + 2) << "the person's and that of their bucket";
}

TEST_F(reading, an_access_key_opens_where_a_request_came_from) {
  const access_metadata from{"192.0.2.7", "a browser"};
  auto wish = wish_for<user::noun>(numbered(1), user::disable{});
  wish.access = plain{from};
  ASSERT_EQ(tell(wish).verdict, command_verdict::accepted);
  const auto& request = script->appended.back();
  const auto box = request.events.at(0).access.value();
  const auto day = storage::day_of_access(box).value();
  const auto reply = read<subject_key_reply>(access_key_request{day, numbered(1)});
  ASSERT_EQ(reply.verdict, read_verdict::found);
  const sealing_place at{script->journal, user::category, numbered(1), 2};
  EXPECT_EQ(storage::open_access(*reply.key, at, box), from);
  const auto of_day = read<subject_key_reply>(access_key_request{day, {}});
  ASSERT_EQ(of_day.verdict, read_verdict::found);
  EXPECT_FALSE(storage::open_access(*of_day.key, at, box)) << "it takes the person's key too";
  const auto never = read<subject_key_reply>(access_key_request{day + std::chrono::days{9}, {}});
  EXPECT_EQ(never.verdict, read_verdict::absent);
  tell(erasing(1));
  EXPECT_EQ(read<subject_key_reply>(access_key_request{day, numbered(1)}).verdict,
            read_verdict::absent);
}

TEST_F(reading, the_look_up_keys_are_those_of_the_workspace) {
  const auto ring = storage::keyring::wake(
      script->journal, std::vector{script->era},
      [this](const storage::key_query& query) { return script->find_keys(query).rows; });
  const auto reply = read<lookup_keys_reply>(lookup_keys_request{});
  ASSERT_EQ(reply.verdict, read_verdict::found);
  EXPECT_EQ(reply.keys->digest("user_name", "ada"), ring.lookups()->digest("user_name", "ada"));
}

class signing : public host_world {
protected:
  const bytes der = bytes(300, 0xa5);
  const signing_key::generate making{"key-1", "ES256", R"({"kty":"EC","kid":"key-1"})", plain{der}};

  template <class Wish>
  std::string asked_for(const Wish& wish) {
    return tell(wish_for<signing_key::noun>(numbered(1), wish)).why;
  }

  signing_secret_reply secret() {
    return read<signing_secret_reply>(signing_secret_request{numbered(1)});
  }

  [[nodiscard]] bool kept() const {
    return script->keys.contains(storage::owned_key_id(storage::key_kind::signing, numbered(1)));
  }
};

TEST_F(signing, a_private_key_goes_with_the_event_and_only_into_the_key_rows) {
  EXPECT_EQ(secret().verdict, read_verdict::absent);
  EXPECT_EQ(asked_for(making), "");
  EXPECT_EQ(script->appended.at(0).keys.written.size(), 1U);
  for (const auto& [name, bodies] : script->streams)
    for (const auto& body : bodies)
      EXPECT_TRUE(std::ranges::search(body, bytes(8, 0xa5)).empty());
  for (int round = 0; round < 2; ++round) {
    const auto reply = secret();
    ASSERT_EQ(reply.verdict, read_verdict::found);
    EXPECT_TRUE(std::ranges::equal(reply.der->reveal(), der));
    writer = spawn();
  }
}

TEST_F(signing, a_refused_key_is_not_kept) {
  script->answers = {{append_verdict::refused, 0, {}, refusal_code::name_taken}};
  EXPECT_EQ(asked_for(making), "name_taken");
  EXPECT_FALSE(kept());
  EXPECT_EQ(secret().verdict, read_verdict::absent);
}

TEST_F(signing, a_revoked_key_is_destroyed_with_the_event) {
  asked_for(making);
  EXPECT_EQ(asked_for(signing_key::revoke{}), "");
  EXPECT_FALSE(kept());
  EXPECT_EQ(secret().verdict, read_verdict::absent);
}

TEST_F(signing, a_retired_key_is_destroyed_with_the_event_and_not_before) {
  asked_for(making);
  asked_for(signing_key::activate{});
  asked_for(signing_key::supersede{noon, noon});
  EXPECT_EQ(asked_for(signing_key::retire{noon - std::chrono::hours{1}}), "key_in_use");
  EXPECT_EQ(secret().verdict, read_verdict::found);
  EXPECT_EQ(asked_for(signing_key::retire{noon}), "");
  EXPECT_FALSE(kept());
  EXPECT_EQ(asked_for(signing_key::revoke{}), "") << "a key that is gone already";
  EXPECT_EQ(tell(registration(1)).verdict, command_verdict::accepted) << "keys can be made again";
}

}
}
