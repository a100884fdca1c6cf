// SPDX-License-Identifier: Apache-2.0
#include "actors/service_token.hpp"
#include "crypto/strict_json.hpp"
#include "http/oidc/service_token.hpp"
#include "tests/support/oidc_world.hpp"

#include <boost/json/object.hpp>

namespace muniment::oidc {
namespace {

using namespace test;
using namespace std::chrono_literals;

/// The client of the world as a service.
struct robot {
  oidc_world world;

  robot() {
    world.change_client([&](clients::row& row) {
      row.kind = client::client_type::service;
      row.authentication = client::client_authentication::client_secret_post;
      const auto digest = crypto::sha256(as_bytes(to_string(row.id) + " s3cret"));
      row.secret_digest = bytes(digest.begin(), digest.end());
      row.grant_types = {"client_credentials"};
      row.scopes = {"orders", "admin:read"};
    });
  }

  boost::json::object ask(const std::string& more = "", int status = 200) {
    const auto reply =
        world.post("/oauth/v2/token", "grant_type=client_credentials&client_id=shop" + more);
    EXPECT_EQ(reply.status, status) << reply.body;
    return *crypto::parse_strict_object(reply.body);
  }
};

TEST(give_own_token, gives_a_client_a_token_of_its_own) {
  robot at;
  const auto reply = at.ask("&client_secret=s3cret&scope=orders");
  EXPECT_EQ(reply.at("token_type"), "Bearer");
  EXPECT_EQ(reply.at("expires_in"), 600);
  EXPECT_EQ(reply.at("scope"), "orders");
  EXPECT_FALSE(reply.contains("id_token") || reply.contains("refresh_token"));
  const auto claims = finished(
      at.world.door.verified_claims("at+jwt", std::string(reply.at("access_token").as_string())));
  ASSERT_TRUE(claims);
  const auto project = "urn:muniment:project:" + to_string(uuid::random({11}));
  const auto& issuer = at.world.door.who.issuer;
  const auto read = read_service_token(*claims, issuer, project, at.world.door.clock);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->client_id, "shop");
  EXPECT_FALSE(read->act);
}

TEST(give_own_token, gives_one_without_scopes_and_says_nothing_of_them) {
  robot at;
  at.world.change_client([](clients::row& row) { row.scopes = {"openid"}; });
  const auto reply = at.ask("&client_secret=s3cret");
  EXPECT_TRUE(reply.contains("access_token"));
  EXPECT_FALSE(reply.contains("scope"));
  const auto wishes = at.world.wished<service_token::noun>();
  ASSERT_EQ(wishes.size(), 1U);
  EXPECT_TRUE(std::get<service_token::issue>(wishes[0]).scopes.empty());
}

TEST(give_own_token, leaves_the_event_before_the_token) {
  robot at;
  at.ask("&client_secret=s3cret&scope=orders");
  const auto wishes = at.world.wished<service_token::noun>();
  ASSERT_EQ(wishes.size(), 1U);
  const auto& wish = std::get<service_token::issue>(wishes[0]);
  EXPECT_EQ(wish.holder, (principal{actor_kind::client, at.world.shop}));
  EXPECT_EQ(wish.scopes, std::vector<std::string>{"orders"});
  EXPECT_EQ(wish.expires_at, at.world.door.clock + 600s);
  at.world.door.refusing["service_token"] = "invalid_value";
  const auto told = at.ask("&client_secret=s3cret", 500);
  EXPECT_FALSE(told.contains("access_token"));
  EXPECT_EQ(told.at("error_description"), "The token could not be recorded.");
}

TEST(give_own_token, says_where_there_is_no_key_to_sign_with) {
  robot at;
  at.world.change_client([](clients::row& row) { row.access_token_algorithm = "ES256"; });
  EXPECT_EQ(at.ask("&client_secret=s3cret", 500).at("error_description"),
            "There is no key to sign with.");
  EXPECT_TRUE(at.world.wished<service_token::noun>().empty());
}

TEST(give_own_token, gives_nothing_without_the_secret) {
  robot at;
  EXPECT_EQ(at.ask("", 401).at("error"), "invalid_client");
  EXPECT_EQ(at.ask("&client_secret=wrong", 401).at("error"), "invalid_client");
  at.world.change_client([](clients::row& row) {
    row.authentication = client::client_authentication::none;
    row.secret_digest.reset();
  });
  EXPECT_EQ(at.ask("", 400).at("error"), "unauthorized_client");
  EXPECT_TRUE(at.world.wished<service_token::noun>().empty());
}

TEST(give_own_token, gives_nothing_beyond_its_registration) {
  robot at;
  EXPECT_EQ(at.ask("&client_secret=s3cret&scope=openid", 400).at("error"), "invalid_scope");
  EXPECT_EQ(at.ask("&client_secret=s3cret&resource=https://api.example", 400).at("error"),
            "invalid_target");
  EXPECT_TRUE(at.world.wished<service_token::noun>().empty());
}

}
}
