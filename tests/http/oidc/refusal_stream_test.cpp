// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/refusal_stream.hpp"

#include "tests/support/oidc_samples.hpp"

#include <gtest/gtest.h>

namespace muniment::oidc {
namespace {

using namespace std::chrono_literals;
using test::noon;

TEST(refusal_stream, is_one_per_party_and_day) {
  using enum refused_party;
  const auto subject = refusal_subject(account, "ada", noon);
  EXPECT_EQ(refusal_subject(account, "ada", noon + 11h), subject);
  EXPECT_NE(refusal_subject(account, "ada", noon + 12h), subject);
  EXPECT_NE(refusal_subject(account, "bob", noon), subject);
  EXPECT_NE(refusal_subject(address, "ada", noon), subject);
  EXPECT_NE(refusal_subject(caller, "192.0.2.1", noon),
            refusal_subject(address, "192.0.2.1", noon));
}

TEST(refusal_stream, is_one_for_what_a_subscriber_has_for_itself) {
  const auto of = [](std::string_view address) {
    return refusal_subject(refused_party::address, address, noon);
  };
  EXPECT_EQ(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff:ffff:ffff:ffff"));
  EXPECT_NE(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
  EXPECT_EQ(of("192.0.2.1"), of("::ffff:192.0.2.1"));
  EXPECT_NE(of("192.0.2.1"), of("192.0.2.2"));
}

TEST(refusal_stream, has_an_id_that_grows_by_the_day) {
  const auto digest = crypto::sha256(as_bytes("a"));
  const auto other = crypto::sha256(as_bytes("b"));
  EXPECT_EQ(refusal_stream(digest, noon), refusal_stream(digest, noon + 11h));
  EXPECT_NE(refusal_stream(digest, noon), refusal_stream(other, noon));
  EXPECT_LT(refusal_stream(digest, noon), refusal_stream(other, noon + 12h));
  EXPECT_LT(refusal_stream(other, noon), refusal_stream(digest, noon + 12h));
}

}
}
