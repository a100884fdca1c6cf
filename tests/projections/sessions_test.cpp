// SPDX-License-Identifier: Apache-2.0
#include "projections/sessions.hpp"

#include "tests/support/folding.hpp"
#include "tests/support/sample.hpp"

namespace muniment::sessions {
namespace {

using test::folded;
using test::moment;

const auto login = test::sample<session::started>();

row login_row(std::uint64_t position) {
  return {test::the_stream,
          login.user,
          login.secret_digest,
          login.methods,
          login.authenticated_at,
          moment(1),
          login.expires_at,
          login.idle_seconds,
          login.client,
          {},
          {},
          position};
}

TEST(sessions, holds_who_signed_in) { EXPECT_EQ(folded<model>({login}), login_row(1)); }

TEST(sessions, tells_why_one_ended) {
  auto expected = login_row(2);
  expected.ended_for = session::session_end::logout;
  expected.ended_at = moment(2);
  EXPECT_EQ(folded<model>({login, session::ended{session::session_end::logout}}), expected);
}

TEST(sessions, without_a_beginning_there_is_none) {
  EXPECT_FALSE(folded<model>({session::ended{session::session_end::expired}}));
}

}
}
