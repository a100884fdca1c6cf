// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/chapter.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace muniment::oidc {
namespace {

namespace json = boost::json;

const openapi::chapter& told() {
  static const auto all = told_routes();
  return all;
}

const json::object& schema(const std::string& name) { return told().used.at(name); }

std::string required_of(const std::string& name) {
  std::string all;
  for (const auto& each : schema(name).at("required").as_array())
    all += (all.empty() ? "" : " ") + std::string{each.as_string()};
  return all;
}

TEST(oidc_chapter, answers_with_schemas_that_are_there) {
  for (const auto& each : told().operations) {
    const auto* reply = each.replies.if_contains("200");
    if (!reply || each.tag != "oauth" || each.id == "revoke") continue;
    const auto& told_of = reply->at("content").at("application/json").at("schema");
    const std::string name{told_of.at("$ref").as_string()};
    EXPECT_TRUE(told().used.contains(name.substr(name.rfind('/') + 1))) << each.id;
  }
}

TEST(oidc_chapter, tells_replies_by_what_their_builders_make) {
  EXPECT_EQ(required_of("tokens"), "access_token token_type expires_in");
  for (const auto* name : {"scope", "id_token", "refresh_token"})
    EXPECT_TRUE(schema("tokens").at("properties").as_object().contains(name)) << name;
  EXPECT_EQ(required_of("introspection"), "active");
  EXPECT_EQ(schema("introspection").at("properties").as_object().size(), 12U);
  EXPECT_EQ(required_of("userinfo"), "sub");
  EXPECT_TRUE(schema("userinfo").at("properties").as_object().contains("email_verified"));
}

TEST(oidc_chapter, knows_the_types_of_what_discovery_says) {
  const auto& properties = schema("discovery").at("properties").as_object();
  EXPECT_EQ(properties.at("issuer").at("type"), "string");
  EXPECT_EQ(properties.at("scopes_supported").at("items").at("type"), "string");
  EXPECT_EQ(properties.at("claims_parameter_supported").at("type"), "boolean");
  EXPECT_EQ(schema("discovery").at("required").as_array().size(), properties.size())
      << "all of it is always there";
}

}
}
