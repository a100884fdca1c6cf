// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/password_choice.hpp"

#include "tests/support/logged.hpp"
#include "tests/support/oidc_world.hpp"
#include "tests/support/temporary_directory.hpp"

namespace muniment::oidc {
namespace {

using namespace test;
using namespace std::chrono_literals;

constexpr pages::page_notice same_again{"That is the one you have", "Choose another one."};

/// What becomes of a choice of the user, who proved to know the password `right`.
choice_outcome chosen_by_ada(oidc_world& world, const std::string& chosen) {
  const auto proven = world.door.credentials[world.ada].password_hash.reveal();
  return finished(replace_password(world.called(), {world.ada, proven, chosen, same_again}));
}

TEST(password_choice, becomes_the_password) {
  oidc_world world;
  const auto outcome = chosen_by_ada(world, "my-own-four-words");
  EXPECT_EQ(outcome.verdict, choice_verdict::replaced);
  EXPECT_EQ(outcome.hash, "$my-own-four-words");
  EXPECT_FALSE(outcome.told);
  const auto wishes = world.wished<credential::noun>();
  ASSERT_EQ(wishes.size(), 1U);
  const auto& wish = std::get<credential::change_password>(wishes[0]);
  EXPECT_EQ(wish.verified, plain<std::string>("$right"));
  EXPECT_EQ(wish.password_hash, plain<std::string>("$my-own-four-words"));
  EXPECT_EQ(world.door.wishes[0].stream, world.ada);
  const acting_party herself{actor_kind::user, world.ada, "password", {}};
  EXPECT_EQ(world.door.wishes[0].actor, herself);
}

TEST(password_choice, is_refused_when_others_would_guess_it) {
  oidc_world world;
  for (const auto* easy : {"passwordpassword", "ada12345678901234", "demodemodemodemo"}) {
    const auto outcome = chosen_by_ada(world, easy);
    EXPECT_EQ(outcome.verdict, choice_verdict::refused) << easy;
    ASSERT_TRUE(outcome.told) << easy;
    EXPECT_EQ(outcome.told->heading.view(), "That is too easy to guess") << easy;
    EXPECT_EQ(outcome.status, 422);
    EXPECT_EQ(outcome.hash, "");
  }
  EXPECT_EQ(world.hashed, 0);
  EXPECT_TRUE(world.door.wishes.empty());
}

TEST(password_choice, is_another_one_than_was_proven) {
  oidc_world world;
  world.door.credentials[world.ada].password_hash = plain<std::string>("$my-own-four-words");
  const auto outcome = chosen_by_ada(world, "my-own-four-words");
  EXPECT_EQ(outcome.verdict, choice_verdict::refused);
  ASSERT_TRUE(outcome.told);
  EXPECT_EQ(outcome.told->heading, same_again.heading);
  EXPECT_TRUE(world.door.wishes.empty());
}

TEST(password_choice, is_nobodys_while_the_stolen_ones_cannot_be_read) {
  oidc_world world;
  const test::temporary_directory list;
  world.choosing().breached = list.path();
  const logged log;
  const auto outcome = chosen_by_ada(world, "my-own-four-words");
  EXPECT_EQ(outcome.verdict, choice_verdict::refused);
  EXPECT_EQ(outcome.status, 503);
  ASSERT_TRUE(outcome.told);
  EXPECT_EQ(outcome.told->heading.view(), "No password can be chosen now");
  EXPECT_EQ(log.count("cannot be read (request request-1)"), 1) << log.lines.str();
  EXPECT_EQ(log.count("four-words"), 0);
  EXPECT_TRUE(world.door.wishes.empty());
}

TEST(password_choice, is_nothing_that_nobody_waits_for_any_more) {
  oidc_world world;
  world.patience = -1s;
  EXPECT_EQ(chosen_by_ada(world, "my-own-four-words").verdict, choice_verdict::busy);
  EXPECT_EQ(world.verified + world.hashed, 0);
  EXPECT_TRUE(world.door.wishes.empty());
}

TEST(password_choice, gives_way_to_another_one_that_was_set_meanwhile) {
  oidc_world world;
  world.door.refusing["credential"] = "invalid_state";
  const auto outcome = chosen_by_ada(world, "my-own-four-words");
  EXPECT_EQ(outcome.verdict, choice_verdict::overtaken);
  EXPECT_EQ(outcome.hash, "") << "it is nobody's password";
}

}
}
