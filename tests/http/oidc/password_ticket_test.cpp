// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/password_ticket.hpp"

#include "events/codec/msgpack.hpp"
#include "tests/support/oidc_samples.hpp"

#include <gtest/gtest.h>

namespace muniment::oidc {
namespace {

using namespace std::chrono_literals;
using test::ada;
using test::noon;

TEST(password_ticket, is_of_the_password_that_was_proven) {
  const auto ticket = make_ticket(ada, "$argon2id$one", noon);
  const auto read = read_ticket(pack(ticket), noon);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->user, ada);
  EXPECT_TRUE(is_of(*read, "$argon2id$one"));
  EXPECT_FALSE(is_of(*read, "$argon2id$two"));
  EXPECT_FALSE(is_of(*read, ""));
}

TEST(password_ticket, is_over_after_a_quarter_of_an_hour) {
  const auto packed = pack(make_ticket(ada, "$argon2id$one", noon));
  EXPECT_TRUE(read_ticket(packed, noon + 15min - 1us));
  EXPECT_FALSE(read_ticket(packed, noon + 15min));
}

TEST(password_ticket, is_nothing_else_that_was_sealed) {
  EXPECT_FALSE(read_ticket(as_bytes("x"), noon));
  EXPECT_FALSE(read_ticket({}, noon));
}

}
}
