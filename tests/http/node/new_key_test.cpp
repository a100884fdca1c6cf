// SPDX-License-Identifier: Apache-2.0
#include "http/node/new_key.hpp"

#include "crypto/jwk.hpp"
#include "crypto/strict_json.hpp"

#include <boost/json/object.hpp>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace muniment::http {
namespace {

TEST(new_key, is_one_of_each_algorithm_and_size_and_says_so) {
  const std::vector<std::pair<std::string, unsigned>> wanted{
      {"RS256", 2048}, {"RS256", 3072}, {"PS256", 2048}, {"ES256", 2048}, {"EdDSA", 2048}};
  for (const auto& [algorithm, bits] : wanted) {
    const auto made = new_key(algorithm, bits);
    const auto jwk = crypto::parse_strict_object(made.public_jwk);
    ASSERT_TRUE(jwk);
    EXPECT_EQ(made.algorithm, algorithm);
    EXPECT_EQ(jwk->at("alg").as_string(), algorithm.c_str());
    EXPECT_EQ(jwk->at("kid").as_string(), made.key_id.c_str());
    const auto known = crypto::parse_jwk(*jwk);
    ASSERT_TRUE(known) << algorithm;
    const auto key = crypto::signing_key::from_private_der(made.key_id, known->use(),
                                                           bytes_view{made.private_key.reveal()});
    ASSERT_TRUE(key) << algorithm;
    const auto signature = key->sign(as_bytes("data"));
    EXPECT_TRUE(known->verify(as_bytes("data"), signature)) << algorithm;
    if (algorithm != "ES256" && algorithm != "EdDSA") {
      EXPECT_EQ(signature.size(), bits / 8);
    }
  }
}

TEST(new_key, has_a_name_that_no_command_line_takes_for_an_option) {
  for (int round = 0; round < 500; ++round)
    ASSERT_NE(new_key("EdDSA", 2048).key_id.front(), '-');
}

TEST(new_key, of_an_unknown_algorithm_is_none) {
  EXPECT_THROW(new_key("HS256", 2048), std::invalid_argument);
}

}
}
