// SPDX-License-Identifier: Apache-2.0
#include "events/upcast/session_v1.hpp"

#include "events/codec/body.hpp"
#include "events/session.hpp"
#include "tests/support/files.hpp"
#include "tests/support/sample.hpp"

#include <gtest/gtest.h>

namespace muniment::session {
namespace {

const auto old = test::sample<v1::started>();

TEST(session_v1, a_start_keeps_all_it_said_and_knows_no_client) {
  const started now{old.user,       old.secret_digest, old.methods, old.authenticated_at,
                    old.expires_at, old.idle_seconds,  {}};
  EXPECT_EQ(previous<started>::upcast(old), now);
}

TEST(session_v1, the_bytes_of_its_day_are_read) {
  const auto body =
      test::read_file(test::in_source("tests/golden/events/session.started.1.msgpack"));
  ASSERT_TRUE(body);
  const auto fact = decode_fact<event<stored>>(decode_body(*body).value());
  ASSERT_TRUE(fact);
  EXPECT_EQ(std::get<started>(*fact), previous<started>::upcast(old));
}

}
}
