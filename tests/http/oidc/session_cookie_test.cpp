// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/session_cookie.hpp"

#include "events/codec/msgpack.hpp"
#include "tests/support/oidc_samples.hpp"

#include <gtest/gtest.h>

namespace muniment::oidc {
namespace {

using namespace std::chrono_literals;
using test::noon;

struct held {
  session_cookie cookie = make_session_cookie(uuid::random({4}), noon);
  sessions::row row;

  held() {
    row.id = cookie.session;
    row.secret_digest = secret_digest(cookie);
    row.expires_at = noon + 24h;
    row.idle_seconds = 3600;
  }
};

TEST(session_cookie, stands_for_its_session) {
  held at;
  EXPECT_TRUE(stands(at.row, at.cookie, noon));
  EXPECT_TRUE(stands(at.row, at.cookie, noon + 1h - 1us));
}

TEST(session_cookie, goes_idle) {
  held at;
  EXPECT_FALSE(stands(at.row, at.cookie, noon + 1h));
  at.cookie.last_used = noon + 59min;
  EXPECT_TRUE(stands(at.row, at.cookie, noon + 1h));
}

TEST(session_cookie, ends_absolutely) {
  held at;
  at.cookie.last_used = noon + 24h - 1s;
  EXPECT_TRUE(stands(at.row, at.cookie, noon + 24h - 1us));
  EXPECT_FALSE(stands(at.row, at.cookie, noon + 24h));
}

TEST(session_cookie, does_not_outlive_an_end) {
  held at;
  at.row.ended_at = noon;
  EXPECT_FALSE(stands(at.row, at.cookie, noon));
}

TEST(session_cookie, needs_the_secret_and_the_session) {
  held at;
  auto other = at.cookie;
  other.secret[0] ^= 1;
  EXPECT_FALSE(stands(at.row, other, noon));
  other = at.cookie;
  other.session = uuid::random({5});
  EXPECT_FALSE(stands(at.row, other, noon));
}

TEST(session_cookie, is_read_as_it_was_packed) {
  held at;
  EXPECT_EQ(read_session_cookie(pack(at.cookie)), at.cookie);
  EXPECT_FALSE(read_session_cookie(as_bytes("x")));
}

}
}
