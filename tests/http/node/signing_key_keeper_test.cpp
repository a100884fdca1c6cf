// SPDX-License-Identifier: Apache-2.0
// Keys rotate on a running server while relying parties keep the JWKS for as long as they are told.
#include "http/node/signing_key_keeper.hpp"

#include "crypto/jwk.hpp"
#include "crypto/jws.hpp"
#include "tests/support/admin_world.hpp"

#include <boost/asio/use_future.hpp>

#include <deque>
#include <set>

namespace muniment::http {
namespace {

using namespace std::chrono_literals;
using test::admin_world;
using test::node_world;

/// As often as tokens and caches allow at all.
key_rotation::terms hasty() { return {"ES256", 2048, 20min, 11min}; }

class keeping : public testing::Test {
protected:
  keeping() {
    new_client robot;
    robot.client_id = "robot";
    robot.name = "Robot";
    robot.kind = client::client_type::service;
    robot.scopes = {"orders"};
    robot.algorithm = "ES256";
    secret = at.enter_client("acme", robot).secret;
  }

  instant now() { return at.acme->now(); }

  std::string token() {
    const auto reply = at.form("acme", "/oauth/v2/token", "grant_type=client_credentials",
                               "Basic " + crypto::base64_encode(as_bytes("robot:" + secret)));
    EXPECT_EQ(reply.status, 200) << reply.body;
    return admin_world::text(reply, "access_token");
  }

  response jwks(const std::string& tag = "") {
    auto asked = std::make_shared<request>(
        *admin_world::prepared("GET", "acme", "/oauth/v2/keys", "", "", ""));
    if (!tag.empty()) asked->fields.push_back({"If-None-Match", tag});
    return at.serve(std::move(asked));
  }

  admin_world at{hasty()};
  std::string secret;
};

/// Somebody who verifies tokens by the keys of a JWKS that is asked for again only when it may not
/// be kept any longer.
class relying_party {
public:
  bool accepts(const std::string& token, instant now, const std::function<response()>& ask) {
    if (now >= kept_until_) learn(ask(), now);
    return crypto::verify(token, keys_, "at+jwt").has_value();
  }

private:
  void learn(const response& reply, instant now) {
    const std::string age = "max-age=";
    const auto field = test::field(reply, "Cache-Control");
    kept_until_ = now + std::chrono::seconds{std::stoi(field.substr(field.find(age) + age.size()))};
    keys_.clear();
    const auto set = admin_world::json(reply);
    for (const auto& each : set.at("keys").as_array())
      keys_.push_back(crypto::parse_jwk(each.as_object()).value());
  }

  instant kept_until_ = instant::min();
  std::vector<crypto::verification_key> keys_;
};

std::string key_id_of(const std::string& token) {
  const auto header = crypto::base64url_decode(token.substr(0, token.find('.')));
  return std::string{crypto::parse_strict_object(as_text(*header))->at("kid").as_string()};
}

TEST_F(keeping, whoever_keeps_the_jwks_verifies_every_token_until_it_is_over) {
  constexpr auto lifetime = 10min;
  std::vector<relying_party> parties(5);
  std::deque<std::pair<instant, std::string>> alive;
  std::set<std::string> signed_with;
  int refused = 0, verified = 0;
  const auto ask = [this] { return jwks(); };
  for (int minute = 0; minute < 150; ++minute) {
    at.world.tend();
    alive.emplace_back(now() + lifetime, token());
    signed_with.insert(key_id_of(alive.back().second));
    // Each of them asks at other times.
    for (std::size_t each = 0; each < parties.size() && static_cast<int>(each) <= minute; ++each)
      for (const auto& [until, kept] : alive) {
        ++verified;
        refused += parties[each].accepts(kept, now(), ask) ? 0 : 1;
      }
    at.world.pass(1min);
    while (alive.front().first <= now())
      alive.pop_front();
  }
  EXPECT_EQ(refused, 0) << "of " << verified;
  EXPECT_GE(signed_with.size(), 7U) << "keys followed each other";
  EXPECT_LE(admin_world::json(jwks()).at("keys").as_array().size(), 3U);
}

TEST_F(keeping, the_jwks_has_another_tag_when_and_only_when_its_keys_are_others) {
  at.world.tend();
  const auto first = jwks();
  const auto tag = test::field(first, "ETag");
  EXPECT_EQ(jwks(tag).status, 304);
  at.world.pass(20min);
  at.world.tend();
  const auto second = jwks(tag);
  EXPECT_EQ(second.status, 200);
  EXPECT_NE(test::field(second, "ETag"), tag);
}

TEST_F(keeping, keeps_them_by_itself_on_the_thread_of_the_server) {
  boost::asio::io_context io{1};
  signing_key_keeper keeper{at.world.node(), io, 1ms};
  keeper.start();
  while (at.acme->keys_are_due())
    ASSERT_GT(io.run_one_for(10s), 0U);
  boost::asio::co_spawn(io, keeper.stop(), boost::asio::detached);
  io.run();
  EXPECT_EQ(admin_world::json(jwks()).at("keys").as_array().size(), 2U);
}

}
}
