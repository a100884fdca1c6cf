// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/consent_scopes.hpp"

#include "tests/support/oidc_samples.hpp"

#include <gtest/gtest.h>

namespace muniment::oidc {
namespace {

using words = std::vector<std::string>;
using test::ada;

const uuid shop = uuid::random({2});

consents::row standing(words scopes) {
  consents::row row;
  row.scopes = std::move(scopes);
  return row;
}

TEST(consent_scopes, has_one_stream_for_a_user_and_a_client) {
  EXPECT_EQ(consent_stream(ada, shop), consent_stream(ada, shop));
  EXPECT_NE(consent_stream(ada, shop), consent_stream(shop, ada));
  EXPECT_NE(consent_stream(ada, shop), consent_stream(ada, ada));
}

TEST(consent_scopes, are_covered_by_a_consent_for_all_of_them) {
  const auto row = standing({"email", "openid"});
  EXPECT_TRUE(covers(&row, {"openid"}));
  EXPECT_TRUE(covers(&row, {"openid", "email"}));
  EXPECT_FALSE(covers(&row, {"openid", "offline_access"}));
  EXPECT_FALSE(covers(nullptr, {"openid"}));
  EXPECT_FALSE(covers(nullptr, {}));
}

TEST(consent_scopes, are_covered_by_none_that_was_taken_back) {
  auto row = standing({});
  row.withdrawn_at = instant{};
  EXPECT_FALSE(covers(&row, {}));
  EXPECT_EQ(joined_scopes(&row, {"openid"}), words{"openid"});
}

TEST(consent_scopes, join_those_that_were_allowed_before) {
  const auto row = standing({"email", "openid"});
  EXPECT_EQ(joined_scopes(&row, {"openid", "profile"}), (words{"openid", "profile", "email"}));
  EXPECT_EQ(joined_scopes(nullptr, {"openid"}), words{"openid"});
}

}
}
