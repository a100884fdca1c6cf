// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/cross_origin.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace muniment::oidc {
namespace {

std::optional<std::string> allowed(const std::vector<http::field_line>& sent) {
  http::request asked;
  asked.fields = sent;
  clients::row client;
  client.origins = {"https://shop.example"};
  http::response reply;
  share_with(reply, asked, client);
  std::optional<std::string> origin;
  bool varies = false;
  for (const auto& field : reply.fields) {
    if (field.name == "Access-Control-Allow-Origin") origin = field.value;
    varies = varies || (field.name == "Vary" && field.value == "Origin");
    EXPECT_NE(field.name, "Access-Control-Allow-Credentials");
  }
  EXPECT_TRUE(varies);
  return origin;
}

TEST(cross_origin, shares_with_the_clients_own_origins) {
  EXPECT_EQ(allowed({{"Origin", "https://shop.example"}}), "https://shop.example");
  EXPECT_EQ(allowed({{"origin", "https://shop.example"}}), "https://shop.example");
}

TEST(cross_origin, shares_with_no_other) {
  for (const auto* origin : {"https://evil.example", "https://shop.example.evil.example", "null",
                             "https://shop.example:444", "http://shop.example", "*"})
    EXPECT_FALSE(allowed({{"Origin", origin}})) << origin;
  EXPECT_FALSE(allowed({}));
  EXPECT_FALSE(allowed({{"Origin", "https://shop.example"}, {"Origin", "https://shop.example"}}));
}

}
}
