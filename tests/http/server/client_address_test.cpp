// SPDX-License-Identifier: Apache-2.0
#include "http/server/client_address.hpp"

#include <gtest/gtest.h>

namespace muniment::http {
namespace {

request forwarded_by(std::vector<field_line> fields) {
  request asked;
  asked.fields = std::move(fields);
  return asked;
}

TEST(client_address, is_read_from_every_line_of_either_field) {
  const auto client = client_behind(*trusted_proxies::make("127.0.0.1,10.0.0.0/8"));
  EXPECT_EQ(client("127.0.0.1", forwarded_by({{"X-FORWARDED-FOR", "1.1.1.1"},
                                              {"x-forwarded-for", "198.51.100.1, 10.0.0.1"}})),
            "198.51.100.1");
  EXPECT_EQ(client("127.0.0.1", forwarded_by({{"forwarded", "for=198.51.100.2"}})), "198.51.100.2");
}

TEST(client_address, is_the_peer_where_no_proxy_is_trusted) {
  const auto client = client_behind(*trusted_proxies::make(""));
  EXPECT_EQ(client("127.0.0.1", forwarded_by({{"X-Forwarded-For", "1.1.1.1"}})), "127.0.0.1");
}

TEST(client_address, of_a_peer_tells_whether_it_is_a_proxy) {
  const auto proxy = one_of(*trusted_proxies::make("10.0.0.0/8"));
  EXPECT_TRUE(proxy("10.0.0.1"));
  EXPECT_FALSE(proxy("127.0.0.1"));
}

}
}
