// SPDX-License-Identifier: Apache-2.0
#include "actors/role.hpp"

#include "tests/support/given.hpp"

namespace muniment::role {
namespace {

using test::given;
using enum refusal_code;

const uuid ada = uuid::random({1});
const uuid shop = uuid::random({2});
const grant wish{ada, shop, "buyer"};
const granted fact{ada, shop, "buyer"};
const std::vector<event<opened>> standing{fact};
const std::vector<event<opened>> gone{fact, role::revoked{}};
const std::vector<event<opened>> none;

TEST(role, every_command_before_it_exists) {
  given<noun>().when(wish).then({fact}).when(wish).then(none);
  given<noun>().when(revoke{}).then(not_found);
}

TEST(role, every_command_while_it_stands) {
  given<noun>(standing).when(wish).then(none);
  given<noun>(standing).when(revoke{}).then({role::revoked{}}).when(revoke{}).then(none);
}

TEST(role, every_command_once_it_is_revoked) {
  given<noun>(gone).when(revoke{}).then(none);
  given<noun>(gone).when(wish).then({fact}); // it may be granted again
}

TEST(role, a_stream_is_of_one_user_project_and_role) {
  given<noun>(standing).when(grant{shop, shop, "buyer"}).then(already_exists);
  given<noun>(standing).when(grant{ada, ada, "buyer"}).then(already_exists);
  given<noun>(standing).when(grant{ada, shop, "seller"}).then(already_exists);
  const auto id = stream_of(ada, shop, "buyer");
  EXPECT_EQ(stream_of(ada, shop, "buyer"), id);
  EXPECT_NE(stream_of(shop, ada, "buyer"), id);
  EXPECT_NE(stream_of(ada, shop, "seller"), id);
}

TEST(role, values_are_acceptable) {
  given<noun>().when(grant{{}, shop, "buyer"}).then(invalid_value);
  given<noun>().when(grant{ada, {}, "buyer"}).then(invalid_value);
  for (const auto* name : {"", "two words"})
    given<noun>().when(grant{ada, shop, name}).then(invalid_value);
  given<noun>().when(grant{ada, shop, std::string(129, 'a')}).then(invalid_value);
}

TEST(role, is_about_the_user_from_the_first_event_on) {
  EXPECT_EQ(noun::subject({}, {}, fact), ada);
  EXPECT_EQ(noun::subject({}, noun::evolve({}, fact), role::revoked{}), ada);
}

TEST(role, two_are_built_in) {
  EXPECT_TRUE(is_built_in("workspace.admin"));
  EXPECT_TRUE(is_built_in("workspace.auditor"));
  EXPECT_FALSE(is_built_in("workspace.owner"));
  EXPECT_FALSE(is_built_in("admin"));
}

}
}
