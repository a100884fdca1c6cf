// SPDX-License-Identifier: Apache-2.0
#include "crypto/signature.hpp"

#include "tests/crypto/jose_vectors.hpp"
#include "tests/crypto/wycheproof.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace muniment::crypto {
namespace {

using wycheproof::hex_field;

// Counts the answers by the vectors' verdicts; "acceptable" ones must be refused as well.
int expect_agreement(const std::string& file, algorithm use) {
  return wycheproof::for_each_vector(file, [use](const auto& group, const auto& test) {
    const auto key = verification_key::from_public_der("w", use, hex_field(group, "publicKeyDer"));
    ASSERT_TRUE(key) << wycheproof::name_of(test);
    EXPECT_EQ(key->verify(hex_field(test, "msg"), hex_field(test, "sig")),
              wycheproof::result_of(test) == "valid")
        << wycheproof::name_of(test);
  });
}

TEST(signature, agrees_with_wycheproof_on_rs256) {
  EXPECT_EQ(expect_agreement("rsa_signature_2048_sha256_test.json", algorithm::RS256), 259);
  EXPECT_EQ(expect_agreement("rsa_signature_3072_sha256_test.json", algorithm::RS256), 259);
  EXPECT_EQ(expect_agreement("rsa_signature_4096_sha256_test.json", algorithm::RS256), 258);
}

TEST(signature, agrees_with_wycheproof_on_ps256) {
  EXPECT_EQ(expect_agreement("rsa_pss_2048_sha256_mgf1_32_test.json", algorithm::PS256), 108);
  EXPECT_EQ(expect_agreement("rsa_pss_3072_sha256_mgf1_32_test.json", algorithm::PS256), 108);
  EXPECT_EQ(expect_agreement("rsa_pss_4096_sha256_mgf1_32_test.json", algorithm::PS256), 108);
}

TEST(signature, agrees_with_wycheproof_on_es256) {
  EXPECT_EQ(expect_agreement("ecdsa_secp256r1_sha256_p1363_test.json", algorithm::ES256), 262);
}

TEST(signature, agrees_with_wycheproof_on_eddsa) {
  EXPECT_EQ(expect_agreement("ed25519_test.json", algorithm::EdDSA), 151);
}

TEST(signature, agrees_with_the_examples_of_the_rfcs) {
  int tokens = 0;
  for (const auto& [name, value] : jose::published()) {
    const auto& entry = value.as_object();
    if (!entry.contains("token")) continue;
    ++tokens;
    const auto key = jose::key_of(entry);
    const std::string token(entry.at("token").as_string());
    EXPECT_TRUE(jose::is_signed_by(key, token)) << name;
    EXPECT_FALSE(jose::is_signed_by(key, "x" + token)) << name;
  }
  EXPECT_EQ(tokens, 5);
}

TEST(signature, wants_the_pss_salt_as_long_as_the_hash) {
  const auto entry = jose::published().at("python_cryptography_PS256").as_object();
  EXPECT_FALSE(jose::is_signed_by(jose::key_of(entry),
                                  std::string(entry.at("short_salt_token").as_string())));
}

TEST(signature, keeps_the_paddings_of_rsa_apart) {
  const auto key = signing_key::generate("k", algorithm::RS256);
  const auto data = as_bytes("data");
  const auto same =
      signing_key::from_private_der("k", algorithm::PS256, key.to_private_der().reveal());
  EXPECT_FALSE(same->verification().verify(data, key.sign(data)));
  EXPECT_FALSE(key.verification().verify(data, same->sign(data)));
  EXPECT_TRUE(same->verification().verify(data, same->sign(data)));
}

TEST(signature, refuses_zero_and_every_other_length_on_es256) {
  const auto key = signing_key::generate("k", algorithm::ES256);
  const auto good = key.sign(as_bytes("data"));
  ASSERT_EQ(good.size(), 64u);
  const auto accepts = [&](bytes_view signature) {
    return key.verification().verify(as_bytes("data"), signature);
  };
  EXPECT_TRUE(accepts(good));
  EXPECT_FALSE(accepts(bytes(64)));
  auto zero_r = good, zero_s = good;
  std::fill_n(zero_r.begin(), 32, 0);
  std::fill_n(zero_s.begin() + 32, 32, 0);
  EXPECT_FALSE(accepts(zero_r));
  EXPECT_FALSE(accepts(zero_s));
  for (std::size_t size = 0; size < 64; ++size)
    EXPECT_FALSE(accepts(bytes_view(good).first(size)));
  auto gap = good;
  gap.insert(gap.begin() + 32, 0);
  EXPECT_FALSE(accepts(gap)) << "a byte between the numbers";
  auto longer = good;
  longer.push_back(0);
  EXPECT_FALSE(accepts(longer));
  longer.insert(longer.begin(), 0);
  EXPECT_FALSE(accepts(longer)) << "numbers of 33 bytes";
}

TEST(signature, pads_small_numbers_on_es256) {
  // One in 128 signatures has a number that begins with a zero byte.
  const auto key = signing_key::generate("k", algorithm::ES256);
  bool padded = false;
  for (int i = 0; i < 5'000 && !padded; ++i) {
    const auto data = std::to_string(i);
    const auto made = key.sign(as_bytes(data));
    ASSERT_EQ(made.size(), 64u);
    padded = made[0] == 0 || made[32] == 0;
    if (padded) {
      EXPECT_TRUE(key.verification().verify(as_bytes(data), made));
    }
  }
  EXPECT_TRUE(padded);
}

}
}
