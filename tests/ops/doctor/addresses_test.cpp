// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/addresses.hpp"

#include <gtest/gtest.h>

namespace muniment::doctor {
namespace {

TEST(addresses, of_this_machine_are_known) {
  const auto here = resolve("127.0.0.1");
  ASSERT_EQ(here.addresses.size(), 1U);
  EXPECT_TRUE(here.addresses[0].loopback);
  EXPECT_TRUE(here.addresses[0].of_this_machine);
  const auto there = resolve("192.0.2.1");
  ASSERT_EQ(there.addresses.size(), 1U);
  EXPECT_FALSE(there.addresses[0].of_this_machine);
}

TEST(addresses, that_nobody_has_are_a_reason) {
  const auto none = resolve("a..b");
  EXPECT_TRUE(none.addresses.empty());
  EXPECT_NE(none.failure, "");
}

TEST(addresses, one_can_listen_on_are_our_own) {
  for (const auto* address : {"127.0.0.1", "::1", "0.0.0.0", "::"})
    EXPECT_TRUE(can_listen_on(address)) << address;
  EXPECT_FALSE(can_listen_on("192.0.2.1"));
  EXPECT_EQ(reached_at("0.0.0.0"), "127.0.0.1");
  EXPECT_EQ(reached_at("::"), "::1");
  EXPECT_EQ(reached_at("10.0.0.1"), "10.0.0.1");
}

TEST(addresses, are_several_between_commas) {
  EXPECT_TRUE(can_listen_on("127.0.0.1,::1"));
  EXPECT_FALSE(can_listen_on("127.0.0.1,192.0.2.1")) << "each of them";
  EXPECT_EQ(reached_at("127.0.0.1,::1"), "127.0.0.1");
  EXPECT_EQ(reached_at("::,127.0.0.1"), "::1");
}

}
}
