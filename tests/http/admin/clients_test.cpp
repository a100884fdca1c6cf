// SPDX-License-Identifier: Apache-2.0
#include "http/admin/clients.hpp"

#include "events/user_id.hpp"
#include "tests/support/node_world.hpp"

#include <gtest/gtest.h>

namespace muniment::http {
namespace {

using test::node_world;

class clients_test : public testing::Test {
protected:
  client_reply entered(new_client wanted) {
    return world.finish(register_client(*at, std::move(wanted), node_world::nobody()));
  }

  node_world world;
  std::shared_ptr<workspace> at = world.made("acme");
};

TEST_F(clients_test, a_web_client_gets_a_secret_of_which_only_a_digest_is_kept) {
  const auto shop =
      entered({"shop", "Shop", client::client_type::web, {"https://shop.example/cb"}});
  EXPECT_EQ(shop.why, "");
  EXPECT_EQ(shop.secret.size(), 43U);
  const auto row = world.finish(at->client(shop.id));
  ASSERT_TRUE(row);
  const auto digest = world.finish(at->client_secret_digest(shop.id, shop.secret));
  EXPECT_EQ(row->secret_digest, (bytes{digest.begin(), digest.end()}));
  EXPECT_TRUE(row->third_party);
  EXPECT_EQ(world.finish(at->holder(public_claim(claim_kind::client_id, "shop"))), shop.id);
}

TEST_F(clients_test, a_public_one_keeps_no_secret_and_may_be_given_a_random_name) {
  const auto app = entered({"", "App", client::client_type::spa, {"https://app.example/cb"}});
  EXPECT_EQ(app.why, "");
  EXPECT_EQ(app.secret, "");
  EXPECT_FALSE(app.client_id.empty());
  EXPECT_FALSE(read_user_id(app.client_id)) << app.client_id;
}

TEST_F(clients_test, a_name_is_given_once_and_what_is_no_redirect_uri_is_refused) {
  EXPECT_EQ(entered({"app", "App", client::client_type::spa, {"https://app.example/cb"}}).why, "");
  const auto again = entered({"app", "App", client::client_type::spa, {"https://app.example/cb"}});
  EXPECT_EQ(again.why, "name_taken");
  const auto bad = entered({"bad", "Bad", client::client_type::web, {"http://app.example/cb"}});
  EXPECT_EQ(bad.why, "invalid_value");
  EXPECT_EQ(bad.secret, "");
}

TEST_F(clients_test, one_is_not_entered_under_the_id_of_a_person) {
  for (const auto format : {user_id_format::uuid, user_id_format::nanoid}) {
    const auto person = written_user_id(make_user_id(format, {5}));
    const auto like = entered({person, "Like", client::client_type::spa, {"https://a.example/cb"}});
    EXPECT_EQ(like.why, "reserved_client_id") << person;
  }
}

TEST_F(clients_test, one_may_post_its_secret_introspect_and_refresh_as_it_is_entered) {
  new_client wanted{"api", "API", client::client_type::web, {"https://shop.example/cb"}};
  wanted.authentication = client::client_authentication::client_secret_post;
  wanted.may_introspect = true;
  wanted.post_logout_redirect_uris = {"https://shop.example/bye"};
  wanted.scopes.emplace_back("offline_access");
  const auto made = entered(wanted);
  ASSERT_EQ(made.why, "");
  const auto row = world.finish(at->client(made.id));
  EXPECT_EQ(row->authentication, client::client_authentication::client_secret_post);
  EXPECT_TRUE(row->may_introspect);
  EXPECT_EQ(row->post_logout_redirect_uris, wanted.post_logout_redirect_uris);
  EXPECT_EQ(row->grant_types, (std::vector<std::string>{"authorization_code", "refresh_token"}));
  auto open = wanted;
  open.client_id = "app";
  open.kind = client::client_type::spa;
  EXPECT_EQ(entered(open).why, "invalid_value") << "one without a secret may not introspect";
  open.may_introspect = false;
  EXPECT_EQ(entered(open).why, "");
}

}
}
