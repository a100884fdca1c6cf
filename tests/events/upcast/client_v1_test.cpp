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

TEST(client_v1, changed_settings_keep_all_they_said_and_leave_introspection_as_it_was) {
  const auto then = test::sample<v1::settings_changed>();
  const settings_changed now{then.name,
                             then.authentication,
                             then.grant_types,
                             then.scopes,
                             then.id_token_algorithm,
                             then.access_token_algorithm,
                             then.third_party,
                             std::nullopt};
  EXPECT_EQ(previous<settings_changed>::upcast(then), now);
}

/// The fact in a golden file.
event<stored> read_from(const std::string& name) {
  const auto body = test::read_file(test::in_source("tests/golden/events/" + name));
  return decode_fact<event<stored>>(decode_body(body.value()).value()).value();
}

TEST(client_v1, the_bytes_of_their_day_are_read) {
  EXPECT_EQ(std::get<registered>(read_from("client.registered.1.msgpack")),
            previous<registered>::upcast(old));
  EXPECT_EQ(std::get<settings_changed>(read_from("client.settings_changed.1.msgpack")),
            previous<settings_changed>::upcast(test::sample<v1::settings_changed>()));
}

}
}
