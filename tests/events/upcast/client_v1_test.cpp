// SPDX-License-Identifier: Apache-2.0
#include "events/upcast/client_v1.hpp"

#include "events/client.hpp"
#include "events/codec/body.hpp"
#include "tests/support/files.hpp"
#include "tests/support/sample.hpp"

#include <gtest/gtest.h>

namespace muniment::client {
namespace {

const auto old = test::sample<v1::registered>();

TEST(client_v1, a_client_keeps_all_it_was_and_may_not_introspect) {
  const auto now = previous<registered>::upcast(old);
  EXPECT_EQ(now.client_id, old.client_id);
  EXPECT_EQ(now.project, old.project);
  EXPECT_EQ(now.name, old.name);
  EXPECT_EQ(now.kind, old.kind);
  EXPECT_EQ(now.authentication, old.authentication);
  EXPECT_EQ(now.secret_digest, old.secret_digest);
  EXPECT_EQ(now.redirect_uris, old.redirect_uris);
  EXPECT_EQ(now.post_logout_redirect_uris, old.post_logout_redirect_uris);
  EXPECT_EQ(now.origins, old.origins);
  EXPECT_EQ(now.grant_types, old.grant_types);
  EXPECT_EQ(now.scopes, old.scopes);
  EXPECT_EQ(now.id_token_algorithm, old.id_token_algorithm);
  EXPECT_EQ(now.access_token_algorithm, old.access_token_algorithm);
  EXPECT_EQ(now.pkce_required, old.pkce_required);
  EXPECT_EQ(now.third_party, old.third_party);
  EXPECT_FALSE(now.may_introspect);
}

TEST(client_v1, the_bytes_of_its_day_are_read) {
  const auto body =
      test::read_file(test::in_source("tests/golden/events/client.registered.1.msgpack"));
  ASSERT_TRUE(body);
  const auto fact = decode_fact<event<stored>>(decode_body(*body).value());
  ASSERT_TRUE(fact);
  EXPECT_EQ(std::get<registered>(*fact), previous<registered>::upcast(old));
}

}
}
