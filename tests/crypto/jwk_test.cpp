// SPDX-License-Identifier: Apache-2.0
#include "crypto/jwk.hpp"

#include "tests/crypto/jose_vectors.hpp"
#include "tests/crypto/wycheproof.hpp"

#include <gtest/gtest.h>

#include <array>

namespace muniment::crypto {
namespace {

constexpr std::array key_algorithms{algorithm::RS256, algorithm::PS256, algorithm::ES256,
                                    algorithm::EdDSA};

boost::json::object jwk_of(algorithm use) {
  return public_jwk(signing_key::generate("k1", use).verification());
}

template <class T>
boost::json::object with(boost::json::object jwk, std::string_view name, const T& value) {
  jwk[name] = boost::json::value_from(value);
  return jwk;
}

boost::json::object without(boost::json::object jwk, std::string_view name) {
  jwk.erase(name);
  return jwk;
}

TEST(jwk, has_the_thumbprints_of_rfc_7638_and_rfc_8037) {
  int seen = 0;
  for (const auto& [name, value] : jose::published()) {
    const auto& entry = value.as_object();
    if (!entry.contains("thumbprint")) continue;
    ++seen;
    EXPECT_EQ(base64url_encode(thumbprint(jose::key_of(entry))),
              std::string(entry.at("thumbprint").as_string()))
        << name;
  }
  EXPECT_EQ(seen, 2);
}

TEST(jwk, reads_back_what_it_wrote) {
  for (const auto use : key_algorithms) {
    const auto key = signing_key::generate("k1", use);
    const auto jwk = public_jwk(key.verification());
    const auto read = parse_jwk(jwk);
    ASSERT_TRUE(read) << to_string(use);
    EXPECT_EQ(read->kid(), "k1");
    EXPECT_EQ(read->use(), use);
    EXPECT_EQ(public_jwk(*read), jwk);
    EXPECT_EQ(thumbprint(*read), thumbprint(key.verification()));
    EXPECT_TRUE(read->verify(as_bytes("data"), key.sign(as_bytes("data"))));
  }
}

TEST(jwk, publishes_these_members_and_no_other) {
  const auto names = [](algorithm use) {
    std::string joined;
    for (const auto& member : jwk_of(use))
      joined += std::string(member.key()) + " ";
    return joined;
  };
  EXPECT_EQ(names(algorithm::RS256), "e kty n use alg kid ");
  EXPECT_EQ(names(algorithm::PS256), "e kty n use alg kid ");
  EXPECT_EQ(names(algorithm::ES256), "crv kty x y use alg kid ");
  EXPECT_EQ(names(algorithm::EdDSA), "crv kty x use alg kid ");
  EXPECT_EQ(jwk_of(algorithm::ES256).at("use"), "sig");
}

TEST(jwk, agrees_with_the_jwks_of_wycheproof) {
  const auto check = [](std::string_view jwk_name, algorithm use) {
    return [jwk_name, use](const auto& group, const auto&) {
      if (!group.contains(jwk_name)) return;
      auto jwk = group.at(jwk_name).as_object();
      jwk["alg"] = to_string(use);
      const auto read = parse_jwk(jwk);
      ASSERT_TRUE(read);
      EXPECT_EQ(read->to_public_der(), wycheproof::hex_field(group, "publicKeyDer"));
    };
  };
  wycheproof::for_each_vector("ecdsa_secp256r1_sha256_p1363_test.json",
                              check("publicKeyJwk", algorithm::ES256));
  wycheproof::for_each_vector("ed25519_test.json", check("publicKeyJwk", algorithm::EdDSA));
  wycheproof::for_each_vector("rsa_signature_2048_sha256_test.json",
                              check("keyJwk", algorithm::RS256));
}

TEST(jwk, wants_every_member_that_says_what_the_key_is_for) {
  for (const auto use : key_algorithms) {
    const auto jwk = jwk_of(use);
    ASSERT_TRUE(parse_jwk(jwk));
    EXPECT_TRUE(parse_jwk(without(jwk, "use"))) << "use may be left out";
    EXPECT_TRUE(parse_jwk(with(jwk, "unknown", 1)));
    EXPECT_TRUE(parse_jwk(with(jwk, "key_ops", boost::json::array{"verify"})));
    for (const auto& member : jwk) {
      if (member.key() == "use") continue;
      EXPECT_FALSE(parse_jwk(without(jwk, member.key()))) << member.key();
      EXPECT_FALSE(parse_jwk(with(jwk, member.key(), 1))) << member.key();
      EXPECT_FALSE(parse_jwk(with(jwk, member.key(), ""))) << member.key();
    }
    EXPECT_FALSE(parse_jwk(with(jwk, "use", "enc")));
    EXPECT_FALSE(parse_jwk(with(jwk, "key_ops", boost::json::array{"sign"})));
    EXPECT_FALSE(parse_jwk(with(jwk, "key_ops", "verify")));
    EXPECT_FALSE(parse_jwk(with(jwk, "kid", std::string(max_kid_size + 1, 'k'))));
    for (const auto* secret : {"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
      EXPECT_FALSE(parse_jwk(with(jwk, secret, "AQAB"))) << secret;
    for (const auto* other : {"none", "HS256", "RS512", "rs256"})
      EXPECT_FALSE(parse_jwk(with(jwk, "alg", other))) << other;
  }
}

TEST(jwk, lets_kty_crv_and_alg_agree_only) {
  for (const auto made : key_algorithms) {
    const auto jwk = jwk_of(made);
    for (const auto claimed : key_algorithms) {
      const bool rsa = made <= algorithm::PS256 && claimed <= algorithm::PS256;
      EXPECT_EQ(parse_jwk(with(jwk, "alg", to_string(claimed))).has_value(),
                rsa || made == claimed);
    }
  }
  EXPECT_FALSE(parse_jwk(with(jwk_of(algorithm::ES256), "crv", "P-384")));
  EXPECT_FALSE(parse_jwk(with(jwk_of(algorithm::EdDSA), "crv", "Ed448")));
  EXPECT_FALSE(parse_jwk(with(jwk_of(algorithm::EdDSA), "kty", "EC")));
}

TEST(jwk, refuses_second_spellings_and_bad_numbers) {
  const auto rsa = jwk_of(algorithm::RS256);
  const auto n = base64url_decode(std::string_view(rsa.at("n").as_string())).value();
  auto padded = n;
  padded.insert(padded.begin(), 0);
  EXPECT_FALSE(parse_jwk(with(rsa, "n", base64url_encode(padded)))) << "leading zero";
  EXPECT_FALSE(parse_jwk(with(rsa, "n", base64_encode(n)))) << "another alphabet";
  EXPECT_FALSE(parse_jwk(with(rsa, "n", base64url_encode(bytes(1025, 0xff))))) << "too long";
  EXPECT_FALSE(parse_jwk(with(rsa, "n", base64url_encode(bytes(128, 0xff))))) << "1,024 bits";
  EXPECT_FALSE(parse_jwk(with(rsa, "e", "AQ"))) << "one";
  EXPECT_FALSE(parse_jwk(with(rsa, "e", "Ag"))) << "even";
  EXPECT_FALSE(parse_jwk(with(rsa, "e", base64url_encode(bytes(9, 0xff))))) << "72 bits";
  EXPECT_FALSE(parse_jwk(with(rsa, "e", "AAEAAQ"))) << "leading zero";
  EXPECT_TRUE(parse_jwk(with(rsa, "e", "Aw"))) << "three is lawful";
  const auto ec = jwk_of(algorithm::ES256);
  EXPECT_FALSE(parse_jwk(with(ec, "x", base64url_encode(bytes(31, 1))))) << "short";
  EXPECT_FALSE(parse_jwk(with(ec, "x", base64url_encode(bytes(33, 1))))) << "long";
  EXPECT_FALSE(parse_jwk(with(ec, "x", ec.at("y")))) << "not on the curve";
  EXPECT_FALSE(parse_jwk(
      with(with(ec, "x", base64url_encode(bytes(32))), "y", base64url_encode(bytes(32)))));
}

}
}
