// SPDX-License-Identifier: Apache-2.0
#include "actors/claim.hpp"

#include "crypto/encoding.hpp"

#include <gtest/gtest.h>

namespace muniment {
namespace {

TEST(claim, is_the_plain_digest_of_a_value_that_is_not_personal) {
  const auto abc = public_claim(claim_kind::client_id, "abc");
  EXPECT_EQ(abc.kind, claim_kind::client_id);
  EXPECT_EQ(crypto::hex_encode(abc.digest), // The example of FIPS 180-2, B.1.
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(claim, differs_by_kind_and_by_value) {
  const auto one = public_claim(claim_kind::client_id, "one");
  EXPECT_EQ(one, public_claim(claim_kind::client_id, "one"));
  EXPECT_NE(one, public_claim(claim_kind::project_name, "one"));
  EXPECT_NE(one, public_claim(claim_kind::client_id, "two"));
}

TEST(claim, kinds_keep_their_numbers) {
  EXPECT_EQ(static_cast<int>(claim_kind::user_name), 1);
  EXPECT_EQ(static_cast<int>(claim_kind::email), 2);
  EXPECT_EQ(static_cast<int>(claim_kind::client_id), 3);
  EXPECT_EQ(static_cast<int>(claim_kind::project_name), 4);
  EXPECT_EQ(static_cast<int>(claim_kind::key_id), 5);
}

}
}
