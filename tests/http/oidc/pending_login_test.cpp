// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/pending_login.hpp"

#include "events/codec/msgpack.hpp"

#include <gtest/gtest.h>

namespace muniment::oidc {
namespace {

using namespace std::chrono_literals;

const instant noon = *parse_instant("2026-03-03T12:00:00Z");

pending_login a_request() {
  authorization_request wanted;
  wanted.client = uuid::random({7});
  wanted.redirect_uri = "https://shop.example/back";
  wanted.scopes = {"openid"};
  wanted.state = "abc";
  auto pending = begin(std::move(wanted), uuid::random({3}), noon);
  pending.asked = true;
  return login_for(std::move(pending));
}

TEST(pending_login, comes_back_as_it_was_sealed) {
  EXPECT_EQ(read_pending_login(pack(a_request()), noon), a_request());
  EXPECT_EQ(read_pending_login(pack(pending_login{}), noon), pending_login{});
  EXPECT_EQ(pending_login{}.leads_to, destination::account);
}

TEST(pending_login, is_over_with_its_request) {
  const auto packed = pack(a_request());
  EXPECT_TRUE(read_pending_login(packed, noon + 10min - 1us));
  EXPECT_FALSE(read_pending_login(packed, noon + 10min));
}

TEST(pending_login, to_the_account_page_grows_no_older) {
  EXPECT_TRUE(read_pending_login(pack(pending_login{}), noon + 24h));
}

TEST(pending_login, leads_to_one_place) {
  auto request = a_request();
  request.leads_to = destination::account;
  EXPECT_FALSE(read_pending_login(pack(request), noon));
  EXPECT_FALSE(read_pending_login(pack(pending_login{destination::authorization, {}}), noon));
  const auto nowhere = static_cast<destination>(3);
  EXPECT_FALSE(read_pending_login(pack(pending_login{nowhere, {}}), noon));
}

TEST(pending_login, is_read_from_nothing_else) {
  EXPECT_FALSE(read_pending_login({}, noon));
  EXPECT_FALSE(read_pending_login(as_bytes("abc"), noon));
  EXPECT_FALSE(read_pending_login(pack(*a_request().authorization), noon));
  auto packed = pack(pending_login{});
  packed.push_back(0);
  EXPECT_FALSE(read_pending_login(packed, noon));
}

}
}
