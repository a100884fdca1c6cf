// SPDX-License-Identifier: Apache-2.0
#include "actors/runtime/aggregate.hpp"

#include <gtest/gtest.h>

namespace muniment {
namespace {

command_envelope addressed(std::string_view category, bytes command) {
  command_envelope wish;
  wish.category = std::string{category};
  wish.wish = std::move(command);
  return wish;
}

TEST(aggregate_wishes, that_may_take_keys_away_go_alone) {
  EXPECT_TRUE(is_exclusive(addressed(user::category, pack_command(user::erase{}))));
  EXPECT_TRUE(is_exclusive(addressed(workspace::category, pack_command(workspace::roll_keys{2}))));
  EXPECT_TRUE(is_exclusive(addressed(signing_key::category, pack_command(signing_key::retire{}))));
  EXPECT_TRUE(is_exclusive(addressed(signing_key::category, pack_command(signing_key::revoke{}))));
  EXPECT_FALSE(is_exclusive(addressed(user::category, pack_command(user::enable{}))));
  EXPECT_FALSE(is_exclusive(addressed(user::category, bytes{0xc1})));
}

TEST(aggregate_wishes, of_a_noun_without_keys_never_go_alone) {
  EXPECT_FALSE(is_exclusive(addressed(grant::category, pack_command(user::erase{}))));
  EXPECT_FALSE(is_exclusive(addressed("", pack_command(signing_key::revoke{}))));
}

TEST(aggregate_wishes, create_a_workspace_where_they_are_addressed_to_one) {
  const auto creating = pack_command(workspace::create{});
  EXPECT_TRUE(is_creation(addressed(workspace::category, creating)));
  EXPECT_FALSE(is_creation(addressed(user::category, creating)));
  EXPECT_FALSE(is_creation(addressed(workspace::category, pack_command(workspace::roll_keys{2}))));
  EXPECT_FALSE(is_creation(addressed(workspace::category, bytes{0xc1})));
}

}
}
