// SPDX-License-Identifier: Apache-2.0
#include "crypto/signing_key.hpp"

#include "crypto/openssl.hpp"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

namespace muniment::crypto {
namespace {

constexpr std::array all{algorithm::RS256, algorithm::PS256, algorithm::ES256, algorithm::EdDSA};

TEST(algorithm, is_spelled_as_in_the_rfcs) {
  std::string names;
  for (const auto use : all) {
    names.append(names.empty() ? "" : " ").append(to_string(use));
    EXPECT_EQ(parse_algorithm(to_string(use)), use);
  }
  EXPECT_EQ(names, "RS256 PS256 ES256 EdDSA");
  for (const auto text : {"none", "None", "", "rs256", "HS256", "RS384", "ES256K", "RS256 "})
    EXPECT_FALSE(parse_algorithm(text)) << text;
}

TEST(signing_key, signs_what_its_public_half_verifies) {
  for (const auto use : all) {
    const auto key = signing_key::generate("k1", use), other = signing_key::generate("k1", use);
    EXPECT_EQ(key.kid(), "k1");
    EXPECT_EQ(key.verification().use(), use);
    auto signature = key.sign(as_bytes("data"));
    EXPECT_TRUE(key.verification().verify(as_bytes("data"), signature)) << to_string(use);
    EXPECT_FALSE(key.verification().verify(as_bytes("Data"), signature)) << to_string(use);
    EXPECT_FALSE(other.verification().verify(as_bytes("data"), signature)) << to_string(use);
    EXPECT_FALSE(key.verification().verify(as_bytes("data"), {})) << to_string(use);
    signature.back() ^= 1;
    EXPECT_FALSE(key.verification().verify(as_bytes("data"), signature)) << to_string(use);
    EXPECT_TRUE(key.verification().verify({}, key.sign({}))) << to_string(use);
  }
}

TEST(signing_key, makes_rsa_keys_of_three_sizes_only) {
  for (const unsigned bits : {2048u, 3072u, 4096u}) {
    const auto key = signing_key::generate("k", algorithm::RS256, bits);
    EXPECT_EQ(key.sign(as_bytes("x")).size(), bits / 8);
  }
  for (const unsigned bits : {0u, 1024u, 2049u, 8192u})
    EXPECT_THROW(signing_key::generate("k", algorithm::PS256, bits), std::invalid_argument);
}

TEST(signing_key, survives_storage) {
  for (const auto use : all) {
    const auto key = signing_key::generate("k", use);
    const auto der = key.to_private_der();
    const auto read = signing_key::from_private_der("k", use, der.reveal());
    ASSERT_TRUE(read) << to_string(use);
    EXPECT_TRUE(key.verification().verify(as_bytes("data"), read->sign(as_bytes("data"))));
    const auto public_der = key.verification().to_public_der();
    const auto public_read = verification_key::from_public_der("k", use, public_der);
    ASSERT_TRUE(public_read) << to_string(use);
    EXPECT_TRUE(public_read->verify(as_bytes("data"), key.sign(as_bytes("data"))));
    EXPECT_EQ(read->verification().to_public_der(), public_der);
  }
}

TEST(signing_key, reads_strictly) {
  for (const auto use : {algorithm::RS256, algorithm::ES256, algorithm::EdDSA}) {
    const auto key = signing_key::generate("k", use);
    const auto secret = key.to_private_der();
    bytes private_der(secret.reveal().begin(), secret.reveal().end());
    bytes public_der = key.verification().to_public_der();
    EXPECT_FALSE(signing_key::from_private_der("k", use, public_der));
    EXPECT_FALSE(verification_key::from_public_der("k", use, private_der));
    EXPECT_FALSE(signing_key::from_private_der("k", use, {}));
    EXPECT_FALSE(verification_key::from_public_der("k", use, {}));
    for (const std::size_t cut : {std::size_t{1}, std::size_t{10}, public_der.size() - 1}) {
      EXPECT_FALSE(verification_key::from_public_der("k", use, bytes_view(public_der).first(cut)));
      EXPECT_FALSE(signing_key::from_private_der("k", use, bytes_view(private_der).first(cut)));
    }
    private_der.push_back(0);
    public_der.push_back(0);
    EXPECT_FALSE(signing_key::from_private_der("k", use, private_der)) << "trailing byte";
    EXPECT_FALSE(verification_key::from_public_der("k", use, public_der)) << "trailing byte";
  }
}

TEST(signing_key, binds_the_algorithm_to_the_kind_of_key) {
  for (const auto made : {algorithm::RS256, algorithm::ES256, algorithm::EdDSA}) {
    const auto key = signing_key::generate("k", made);
    const auto der = key.to_private_der();
    for (const auto use : all) {
      const bool fits = use == made || (made == algorithm::RS256 && use == algorithm::PS256);
      EXPECT_EQ(signing_key::from_private_der("k", use, der.reveal()).has_value(), fits);
      EXPECT_EQ(verification_key::from_public_der("k", use, key.verification().to_public_der())
                    .has_value(),
                fits);
    }
  }
}

bytes public_der_of(EVP_PKEY* made) {
  const detail::owned_key key(made);
  return detail::write_public_der(key.get());
}

TEST(verification_key, refuses_weak_and_foreign_keys) {
  const auto small = public_der_of(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{1024}));
  EXPECT_FALSE(verification_key::from_public_der("k", algorithm::RS256, small));
  const auto p384 = public_der_of(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-384"));
  EXPECT_FALSE(verification_key::from_public_der("k", algorithm::ES256, p384));
  const auto koblitz = public_der_of(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "secp256k1"));
  EXPECT_FALSE(verification_key::from_public_der("k", algorithm::ES256, koblitz));
  const auto x25519 = public_der_of(EVP_PKEY_Q_keygen(nullptr, nullptr, "X25519"));
  EXPECT_FALSE(verification_key::from_public_der("k", algorithm::EdDSA, x25519));
}

TEST(signing_key, one_key_serves_many_threads) {
  for (const auto use : all) {
    const auto key = signing_key::generate("k", use);
    std::atomic<int> good = 0;
    std::vector<std::thread> workers;
    for (int thread = 0; thread < 4; ++thread)
      workers.emplace_back([&] {
        for (int i = 0; i < 20; ++i)
          good += key.verification().verify(as_bytes("data"), key.sign(as_bytes("data")));
      });
    for (auto& worker : workers)
      worker.join();
    EXPECT_EQ(good, 80) << to_string(use);
  }
}

}
}
