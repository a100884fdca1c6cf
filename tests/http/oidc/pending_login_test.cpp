// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/pending_login.hpp"

#include "actors/lawful.hpp"
#include "crypto/encoding.hpp"
#include "crypto/seal.hpp"
#include "events/codec/msgpack.hpp"
#include "http/oidc/authorize_steps.hpp"
#include "http/oidc/claims.hpp"
#include "http/oidc/metadata.hpp"
#include "http/server/server_limits.hpp"
#include "tests/support/oidc_samples.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace muniment::oidc {
namespace {

using namespace std::chrono_literals;
using test::noon;

pending_login a_request() {
  authorization_request wanted;
  wanted.client = uuid::random({7});
  wanted.redirect_uri = "https://shop.example/back";
  wanted.scopes = {"openid"};
  wanted.state = "abc";
  auto pending = begin(std::move(wanted), uuid::random({3}), noon);
  pending.asked = true;
  pending.answered_in = uuid::random({5});
  return login_for(std::move(pending));
}

TEST(pending_login, comes_back_as_it_was_sealed) {
  EXPECT_EQ(read_pending_login(pack(a_request()), noon), a_request());
  EXPECT_EQ(read_pending_login(pack(pending_login{}), noon), pending_login{});
  EXPECT_EQ(pending_login{}.leads_to, destination::account);
}

TEST(pending_login, begins_as_a_request_that_nobody_answered) {
  EXPECT_EQ(begin({}, {}, noon).answered_in, std::nullopt);
}

/// A request as it was sealed until it told where it was answered.
struct request_of_before {
  authorization_request wanted;
  std::optional<uuid> hinted_user;
  instant authenticated_since;
  instant expires_at;
  bool asked{};
};
BOOST_DESCRIBE_STRUCT(request_of_before, (),
                      (wanted, hinted_user, authenticated_since, expires_at, asked))

struct login_of_before {
  destination leads_to = destination::authorization;
  request_of_before authorization;
};
BOOST_DESCRIBE_STRUCT(login_of_before, (), (leads_to, authorization))

TEST(pending_login, of_a_server_before_is_begun_anew) {
  const auto now = *a_request().authorization;
  const request_of_before before{now.wanted, now.hinted_user, now.authenticated_since,
                                 now.expires_at, true};
  EXPECT_FALSE(read_pending_login(pack(login_of_before{destination::authorization, before}), noon));
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

TEST(pending_login, of_the_longest_request_fits_an_address) {
  authorization_request wanted;
  wanted.redirect_uri = std::string(lawful::longest_uri, 'r');
  for (const auto scope : supported_scopes())
    wanted.scopes.emplace_back(scope);
  for (const auto scope : admin_scopes)
    wanted.scopes.emplace_back(scope);
  wanted.code_challenge = std::string(43, 'c');
  wanted.state = std::string(longest_state, 's');
  wanted.nonce = std::string(longest_nonce, 'n');
  wanted.login_hint = std::string(longest_login_hint, 'h');
  wanted.max_age = std::numeric_limits<std::uint32_t>::max();
  auto pending = begin(std::move(wanted), uuid::random({3}), noon);
  pending.answered_in = uuid::random({5});
  const auto plain = pack(login_for(std::move(pending)));
  const auto box = crypto::base64url_encode(bytes(plain.size() + crypto::seal_overhead));
  EXPECT_LE((std::string(paths::resume) + "?request=" + box).size(), http::server_limits{}.target);
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
