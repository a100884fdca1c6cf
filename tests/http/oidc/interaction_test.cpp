// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/interaction.hpp"

#include "tests/support/oidc_samples.hpp"

#include <gtest/gtest.h>

namespace muniment::oidc {
namespace {

using namespace std::chrono_literals;
using test::ada;
using test::bob;
using test::noon;

const uuid this_session = uuid::random({9}), another_session = uuid::random({8});

struct situation {
  std::string_view name;
  bool silent = false;
  bool ask_login = false;
  bool ask_consent = false;
  bool ask_account = false;
  std::optional<std::uint32_t> max_age = {};
  std::optional<uuid> hinted = {};
  instant since = {};
  std::optional<uuid> answered_in = {};
  std::optional<instant> signed_in_at = {}; ///< as ada, in this session
  bool lacks_consent = false;
  bool unassured = false;
  next_step then;
};

TEST(interaction, follows_the_table) {
  using enum next_step;
  const std::vector<situation> table{
      {.name = "nobody is there", .then = log_in},
      {.name = "nobody is there, and nobody may be asked", .silent = true, .then = refuse_login},
      {.name = "nobody is there after the login page", .answered_in = this_session, .then = log_in},
      {.name = "signed in", .signed_in_at = noon, .then = give_code},
      {.name = "signed in, silent", .silent = true, .signed_in_at = noon, .then = give_code},
      {.name = "too long ago", .since = noon + 1us, .signed_in_at = noon, .then = log_in},
      {.name = "just recent enough", .since = noon, .signed_in_at = noon, .then = give_code},
      {.name = "too long ago, silent",
       .silent = true,
       .since = noon + 1us,
       .signed_in_at = noon,
       .then = refuse_login},
      {.name = "hinted", .hinted = ada, .signed_in_at = noon, .then = give_code},
      {.name = "another is hinted", .hinted = bob, .signed_in_at = noon, .then = log_in},
      {.name = "another is hinted, silent",
       .silent = true,
       .hinted = bob,
       .signed_in_at = noon,
       .then = refuse_login},
      {.name = "another logged in than hinted",
       .hinted = bob,
       .answered_in = this_session,
       .signed_in_at = noon,
       .then = refuse_login},
      {.name = "another is hinted, and somebody logged in elsewhere",
       .hinted = bob,
       .answered_in = another_session,
       .signed_in_at = noon,
       .then = log_in},
      {.name = "third party", .signed_in_at = noon, .lacks_consent = true, .then = ask_consent},
      {.name = "first party, prompt=consent",
       .ask_consent = true,
       .signed_in_at = noon,
       .then = ask_consent},
      {.name = "an account is to be chosen",
       .ask_account = true,
       .signed_in_at = noon,
       .then = choose_account},
      {.name = "and was",
       .ask_account = true,
       .answered_in = this_session,
       .signed_in_at = noon,
       .then = give_code},
      {.name = "and was elsewhere",
       .ask_account = true,
       .answered_in = another_session,
       .signed_in_at = noon,
       .then = choose_account},
      {.name = "there is none to choose", .ask_account = true, .then = log_in},
      {.name = "it was too long ago to choose it",
       .ask_account = true,
       .since = noon + 1us,
       .signed_in_at = noon,
       .then = log_in},
      {.name = "chosen before anything is allowed",
       .ask_account = true,
       .signed_in_at = noon,
       .lacks_consent = true,
       .then = choose_account},
      {.name = "third party, silent",
       .silent = true,
       .signed_in_at = noon,
       .lacks_consent = true,
       .then = refuse_consent},
      {.name = "third party, nobody there", .lacks_consent = true, .then = log_in},
      {.name = "prompt=login",
       .ask_login = true,
       .since = noon,
       .answered_in = this_session,
       .signed_in_at = noon,
       .then = give_code},
      {.name = "prompt=login, and somebody logged in for something else",
       .ask_login = true,
       .since = noon,
       .signed_in_at = noon,
       .then = log_in},
      {.name = "prompt=login, and somebody logged in elsewhere",
       .ask_login = true,
       .since = noon,
       .answered_in = another_session,
       .signed_in_at = noon,
       .then = log_in},
      {.name = "max_age=0 is the same",
       .max_age = 0,
       .since = noon,
       .signed_in_at = noon,
       .then = log_in},
      {.name = "max_age=0, and they logged in",
       .max_age = 0,
       .since = noon,
       .answered_in = this_session,
       .signed_in_at = noon,
       .then = give_code},
      {.name = "any login is recent for another max_age",
       .max_age = 60,
       .since = noon - 60s,
       .signed_in_at = noon,
       .then = give_code},
      {.name = "not assured, nobody there", .unassured = true, .then = log_in},
      {.name = "not assured", .signed_in_at = noon, .unassured = true, .then = choose_account},
      {.name = "not assured, silent",
       .silent = true,
       .signed_in_at = noon,
       .unassured = true,
       .then = refuse_choice},
      {.name = "not assured, silent, nobody there",
       .silent = true,
       .unassured = true,
       .then = refuse_login},
      {.name = "not assured, and they were asked",
       .answered_in = this_session,
       .signed_in_at = noon,
       .unassured = true,
       .then = give_code},
      {.name = "not assured, and somebody was asked elsewhere",
       .answered_in = another_session,
       .signed_in_at = noon,
       .unassured = true,
       .then = choose_account},
      {.name = "not assured, and to be allowed: one question will do",
       .signed_in_at = noon,
       .lacks_consent = true,
       .unassured = true,
       .then = ask_consent},
      {.name = "not assured, prompt=consent",
       .ask_consent = true,
       .signed_in_at = noon,
       .unassured = true,
       .then = ask_consent},
  };
  for (const auto& row : table) {
    pending_authorization pending;
    pending.wanted.silent = row.silent;
    pending.wanted.ask_login = row.ask_login;
    pending.wanted.ask_consent = row.ask_consent;
    pending.wanted.ask_account = row.ask_account;
    pending.wanted.max_age = row.max_age;
    pending.hinted_user = row.hinted;
    pending.authenticated_since = row.since;
    pending.answered_in = row.answered_in;
    const signed_in who{this_session, ada, row.signed_in_at.value_or(noon), {"pwd"}};
    const reasons_to_ask client{row.lacks_consent, row.unassured};
    EXPECT_EQ(next(pending, row.signed_in_at ? &who : nullptr, client), row.then) << row.name;
  }
}

}
}
