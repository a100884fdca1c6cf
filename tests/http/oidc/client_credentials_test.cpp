// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/client_credentials.hpp"

#include <gtest/gtest.h>

namespace muniment::oidc {
namespace {

using words = std::vector<std::string>;

constexpr audiences known{"https://demo.example", "https://api.example"};

clients::row robot() {
  clients::row row;
  row.project = uuid::random({4});
  row.scopes = {"openid", "email", "orders", "admin:read"};
  return row;
}

auto read(const std::string& sent, audiences at = known) {
  return read_own_request(*http::form::parse(sent), robot(), at);
}

TEST(client_credentials, are_for_what_the_client_is_registered_for) {
  const auto asked = read("scope=orders");
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->scopes, words{"orders"});
  EXPECT_EQ(asked->audience, "urn:muniment:project:" + to_string(robot().project));
  EXPECT_EQ(read("")->scopes, (words{"orders", "admin:read"}));
  EXPECT_EQ(read("scope=")->scopes, (words{"orders", "admin:read"}));
}

TEST(client_credentials, give_no_scope_that_is_not_the_clients_own) {
  for (const auto* scope : {"openid", "orders+email", "invoices", "orders++admin:read", "\"a\""})
    EXPECT_EQ(read(std::string("scope=") + scope).error().error.view(), "invalid_scope") << scope;
}

TEST(client_credentials, give_no_more_scopes_than_an_event_may_hold) {
  auto client = robot();
  client.scopes.clear();
  for (int each = 0; each < 64; ++each)
    client.scopes.push_back(std::to_string(100 + each) + std::string(125, 'a'));
  const auto asked = [&](const std::string& sent) {
    return read_own_request(*http::form::parse(sent), client, known);
  };
  EXPECT_EQ(asked("").error().error.view(), "invalid_scope");
  EXPECT_EQ(asked("scope=" + client.scopes[0])->scopes, words{client.scopes[0]});
}

TEST(client_credentials, may_be_for_the_admin_api_or_the_control_plane) {
  EXPECT_EQ(read("resource=https://demo.example/admin")->audience, "https://demo.example/admin");
  EXPECT_EQ(read("resource=https://api.example")->audience, "https://api.example");
  const auto own = "urn:muniment:project:" + to_string(robot().project);
  EXPECT_EQ(read("resource=")->audience, own) << "empty is left out";
  EXPECT_EQ(read("resource=" + own)->audience, own);
  for (const auto* other : {"https://api.example/", "https://other.example/admin", "urn:x"})
    EXPECT_EQ(read(std::string("resource=") + other).error().error.view(), "invalid_target")
        << other;
}

TEST(client_credentials, reach_the_control_plane_from_the_operators_workspace_only) {
  const audiences ordinary{"https://demo.example", ""};
  EXPECT_EQ(read("resource=https://api.example", ordinary).error().error.view(), "invalid_target");
  EXPECT_EQ(read("resource=", ordinary)->audience,
            "urn:muniment:project:" + to_string(robot().project));
}

}
}
