// SPDX-License-Identifier: Apache-2.0
#include "http/server/client_counts.hpp"

#include <gtest/gtest.h>

namespace muniment::http {
namespace {

using boost::asio::ip::make_address;

TEST(client_counts, hold_one_client_to_the_limit_and_forget_who_left) {
  client_counts counts;
  EXPECT_TRUE(counts.enter(make_address("192.0.2.1"), 2));
  EXPECT_TRUE(counts.enter(make_address("::ffff:192.0.2.1"), 2));
  EXPECT_FALSE(counts.enter(make_address("192.0.2.1"), 2));
  EXPECT_TRUE(counts.enter(make_address("192.0.2.2"), 2));
  counts.leave(make_address("192.0.2.1"));
  EXPECT_TRUE(counts.enter(make_address("192.0.2.1"), 2));
  for (const auto* each : {"192.0.2.1", "192.0.2.1", "192.0.2.2"})
    counts.leave(make_address(each));
  EXPECT_EQ(counts.clients(), 0U);
}

TEST(client_counts, see_one_client_in_a_network_of_64_bits) {
  client_counts counts;
  EXPECT_TRUE(counts.enter(make_address("2001:db8::1"), 1));
  EXPECT_FALSE(counts.enter(make_address("2001:db8::ffff:2"), 1));
  EXPECT_TRUE(counts.enter(make_address("2001:db8:0:1::1"), 1));
}

TEST(client_counts, admit_nobody_where_the_limit_is_zero) {
  client_counts counts;
  EXPECT_FALSE(counts.enter(make_address("192.0.2.1"), 0));
  EXPECT_EQ(counts.clients(), 0U);
}

TEST(client_counts, addresses_have_one_spelling) {
  EXPECT_EQ(address_text(make_address("::ffff:192.0.2.1")), "192.0.2.1");
  EXPECT_EQ(address_text(make_address("fe80::1%1")), "fe80::1");
}

}
}
