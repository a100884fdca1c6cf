// SPDX-License-Identifier: Apache-2.0
#include "http/server/forwarded.hpp"

#include <gtest/gtest.h>

namespace muniment::http {
namespace {

const auto proxies = *trusted_proxies::make("10.0.0.0/8, 192.0.2.7 ,2001:db8:1::/48");

struct way {
  std::string peer;
  std::vector<std::string_view> x_forwarded_for, forwarded;
  std::string expected;
};

TEST(forwarded, one_subscriber_has_an_address_or_a_network_of_ipv6) {
  EXPECT_EQ(subscriber_of("192.0.2.1"), subscriber_of("::ffff:192.0.2.1"));
  EXPECT_NE(subscriber_of("192.0.2.1"), subscriber_of("192.0.2.2"));
  EXPECT_EQ(subscriber_of("2001:db8:0:1::1"), subscriber_of("2001:DB8:0:1:ffff:ffff:ffff:ffff"));
  EXPECT_NE(subscriber_of("2001:db8:0:1::1"), subscriber_of("2001:db8:0:2::1"));
  EXPECT_NE(subscriber_of("::1"), subscriber_of("0.0.0.0"));
  EXPECT_EQ(subscriber_of("nowhere"), "nowhere");
  EXPECT_EQ(subscriber_of(std::string(1000, 'a')).size(), 46U);
}

TEST(forwarded, the_client_is_the_first_hop_back_that_is_not_trusted) {
  const std::vector<way> table{
      {"203.0.113.9", {}, {}, "203.0.113.9"},
      {"203.0.113.9", {"198.51.100.1"}, {}, "203.0.113.9"},
      {"203.0.113.9", {}, {"for=198.51.100.1"}, "203.0.113.9"},
      {"10.1.2.3", {}, {}, "10.1.2.3"},
      {"10.1.2.3", {"198.51.100.1"}, {}, "198.51.100.1"},
      {"10.1.2.3", {"198.51.100.1:4711"}, {}, "198.51.100.1"},
      {"10.1.2.3", {"[2001:db8::1]:4711"}, {}, "2001:db8::1"},
      {"10.1.2.3", {"2001:DB8:0::1"}, {}, "2001:db8::1"},
      {"10.1.2.3", {"::ffff:198.51.100.1"}, {}, "198.51.100.1"},
      {"2001:db8:1::5", {"198.51.100.1"}, {}, "198.51.100.1"},
      {"2001:db8:2::5", {"198.51.100.1"}, {}, "2001:db8:2::5"},
      // What the client itself wrote stands further left.
      {"10.1.2.3", {"1.1.1.1, 198.51.100.1"}, {}, "198.51.100.1"},
      {"10.1.2.3", {"1.1.1.1", "198.51.100.1, 192.0.2.7"}, {}, "198.51.100.1"},
      {"10.1.2.3", {"1.1.1.1, 10.0.0.1, 198.51.100.1, 10.0.0.2"}, {}, "198.51.100.1"},
      {"10.1.2.3", {"10.0.0.1, 10.0.0.2"}, {}, "10.0.0.1"},
      {"10.1.2.3", {"198.51.100.1, nonsense"}, {}, "10.1.2.3"},
      {"10.1.2.3", {"198.51.100.1, nonsense, 10.0.0.2"}, {}, "10.0.0.2"},
      {"10.1.2.3", {""}, {}, "10.1.2.3"},
      {"10.1.2.3", {"198.51.100.1,"}, {}, "10.1.2.3"},
      // A quotation mark means nothing here.
      {"10.1.2.3", {"\"1.1.1.1, 198.51.100.1"}, {}, "198.51.100.1"},
      {"10.1.2.3", {"\\\", 198.51.100.1, \"10.0.0.2\""}, {}, "10.1.2.3"},
      {"10.1.2.3", {"\", 198.51.100.1, 10.0.0.2"}, {}, "198.51.100.1"},
      // Forwarded.
      {"10.1.2.3", {}, {"for=198.51.100.1"}, "198.51.100.1"},
      {"10.1.2.3", {}, {"For=\"[2001:db8::1]:4711\";proto=https"}, "2001:db8::1"},
      {"10.1.2.3", {}, {"by=10.1.2.3; for=\"198.51.100.1:80\""}, "198.51.100.1"},
      {"10.1.2.3", {}, {"for=1.1.1.1, for=198.51.100.1", "for=10.0.0.2"}, "198.51.100.1"},
      {"10.1.2.3", {}, {"for=198.51.100.1, for=unknown"}, "10.1.2.3"},
      {"10.1.2.3", {}, {"for=198.51.100.1, for=_hidden"}, "10.1.2.3"},
      {"10.1.2.3", {}, {"for=198.51.100.1, proto=https"}, "10.1.2.3"},
      {"10.1.2.3", {}, {"for=1.1.1.1;for=198.51.100.1"}, "10.1.2.3"},
      {"10.1.2.3", {}, {"host=\"a,for=1.1.1.1\";for=198.51.100.1"}, "198.51.100.1"},
      {"10.1.2.3", {}, {"host=\"\\\",for=1.1.1.1\";for=198.51.100.1"}, "198.51.100.1"},
      {"10.1.2.3", {}, {"for=\"198.51.100.1"}, "10.1.2.3"},
      // One that the client left open swallows nothing of what the proxy put behind it.
      {"10.1.2.3", {}, {"for=\"1.1.1.1, for=198.51.100.1"}, "198.51.100.1"},
      {"10.1.2.3", {}, {"for=\"1.1.1.1, for=\"[2001:db8::1]:4711\""}, "2001:db8::1"},
      {"10.1.2.3", {}, {"host=\"x;for=1.1.1.1\\, for=198.51.100.1;host=\"a\""}, "198.51.100.1"},
      {"10.1.2.3", {}, {"for=1.1.1.1\", for=198.51.100.1, for=10.0.0.2"}, "198.51.100.1"},
      // Both.
      {"10.1.2.3", {"198.51.100.1"}, {"for=198.51.100.1"}, "198.51.100.1"},
      {"10.1.2.3", {"198.51.100.1"}, {"for=1.1.1.1"}, "10.1.2.3"},
  };
  for (const auto& [peer, x, forwarded, expected] : table)
    EXPECT_EQ(proxies.client(peer, {x, forwarded}), expected)
        << peer << " " << (x.empty() ? "" : x.front())
        << (forwarded.empty() ? "" : forwarded.front());
}

TEST(forwarded, a_peer_is_trusted_by_its_address) {
  for (const auto* peer : {"10.1.2.3", "192.0.2.7", "::ffff:10.0.0.1", "2001:db8:1::5"})
    EXPECT_TRUE(proxies.trusts(peer)) << peer;
  for (const auto* peer : {"192.0.2.8", "2001:db8:2::5", "", "x"})
    EXPECT_FALSE(proxies.trusts(peer)) << peer;
}

TEST(forwarded, nobody_is_trusted_unless_named) {
  EXPECT_EQ(trusted_proxies::make("")->client("127.0.0.1", {{"1.1.1.1"}, {}}), "127.0.0.1");
}

TEST(forwarded, a_network_ends_at_its_bit) {
  const auto some = *trusted_proxies::make("192.0.2.128/25,2001:db8::/33");
  EXPECT_EQ(some.client("192.0.2.128", {{"1.1.1.1"}, {}}), "1.1.1.1");
  EXPECT_EQ(some.client("192.0.2.127", {{"1.1.1.1"}, {}}), "192.0.2.127");
  EXPECT_EQ(some.client("2001:db8:7fff::1", {{"1.1.1.1"}, {}}), "1.1.1.1");
  EXPECT_EQ(some.client("2001:db8:8000::1", {{"1.1.1.1"}, {}}), "2001:db8:8000::1");
  EXPECT_EQ(trusted_proxies::make("0.0.0.0/0")->client("8.8.8.8", {{"1.1.1.1"}, {}}), "1.1.1.1");
}

TEST(forwarded, what_is_no_network_is_refused_by_name) {
  for (const auto* list :
       {"x", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8x", "2001:db8::/129",
        "10.0.0.1,", "10.0.0.1,,10.0.0.2", "10.0.0.256", "proxy.test", "10.0.0.0/8/8"})
    EXPECT_TRUE(trusted_proxies::make(list).has_error()) << list;
  EXPECT_EQ(trusted_proxies::make("10.0.0.1, proxy.test").error(),
            "proxy.test is no IP address and no network like 10.0.0.0/8");
}

}
}
