// SPDX-License-Identifier: Apache-2.0
#include "http/server/address_list.hpp"

#include <gtest/gtest.h>

namespace muniment::http {
namespace {

using addresses = std::vector<std::string>;

std::string complaint(std::string_view text) {
  const auto read = address_list(text);
  return read ? "none" : read.error();
}

TEST(address_list, reads_addresses_of_both_families_in_their_order) {
  EXPECT_EQ(*address_list("127.0.0.1"), addresses{"127.0.0.1"});
  EXPECT_EQ(*address_list("::1, 192.0.2.7 ,2001:db8::1"),
            (addresses{"::1", "192.0.2.7", "2001:db8::1"}));
}

TEST(address_list, names_what_is_no_address) {
  EXPECT_EQ(complaint("localhost"), "\"localhost\" is no IP address");
  EXPECT_EQ(complaint("127.0.0.1,[::1]"), "\"[::1]\" is no IP address");
  EXPECT_EQ(complaint("127.0.0.1:443"), "\"127.0.0.1:443\" is no IP address");
  EXPECT_EQ(complaint("127.0.0.1,"), "\"\" is no IP address");
  EXPECT_EQ(complaint(""), "\"\" is no IP address");
}

TEST(address_list, refuses_an_address_that_stands_twice) {
  EXPECT_EQ(complaint("::1,127.0.0.1,0:0::1"), "0:0::1 stands twice");
}

}
}
