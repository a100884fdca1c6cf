// SPDX-License-Identifier: Apache-2.0
#include "crypto/jws.hpp"

#include "crypto/encoding.hpp"
#include "crypto/jwk.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <array>
#include <stdexcept>
#include <vector>

namespace muniment::crypto {
namespace {

using boost::json::object;

constexpr std::array signing_algorithms{algorithm::RS256, algorithm::PS256, algorithm::ES256,
                                        algorithm::EdDSA};

std::string coded(std::string_view text) { return base64url_encode(as_bytes(text)); }

std::string token_of(const signing_key& by, std::string_view typ, const object& claims) {
  return sign(by, typ, boost::json::serialize(claims));
}

class jws : public testing::Test {
protected:
  const signing_key key = signing_key::generate("k1", algorithm::ES256);
  const std::vector<verification_key> keys{key.verification()};

  // A token with any header and payload text, properly signed.
  std::string forged(std::string_view header, std::string_view claims = R"({"sub":"u"})") const {
    const auto signed_part = coded(header) + "." + coded(claims);
    return signed_part + "." + base64url_encode(key.sign(as_bytes(signed_part)));
  }

  verify_error refusal(std::string_view token, std::string_view typ = "at+jwt") const {
    const auto outcome = verify(token, keys, typ);
    if (outcome) throw std::logic_error("accepted: " + std::string(token));
    return outcome.error();
  }
};

TEST_F(jws, verifies_what_it_signed) {
  const object claims{{"iss", "https://a"}, {"exp", 1}, {"nested", {{"a", {1, 2}}}}};
  for (const auto use : signing_algorithms) {
    const auto other = signing_key::generate("k2", use);
    const std::vector<verification_key> both{key.verification(), other.verification()};
    const auto outcome = verify(token_of(other, "at+jwt", claims), both, "at+jwt");
    ASSERT_TRUE(outcome) << to_string(use);
    EXPECT_EQ(*outcome, claims);
  }
}

TEST_F(jws, writes_alg_typ_and_kid) {
  const auto token = token_of(key, "JWT", {{"a", 1}});
  EXPECT_EQ(token.substr(0, token.find('.')), coded(R"({"alg":"ES256","typ":"JWT","kid":"k1"})"));
}

TEST_F(jws, refuses_a_change_anywhere) {
  const auto token = token_of(key, "at+jwt", {{"sub", "u"}});
  for (std::size_t i = 0; i < token.size(); ++i) {
    for (const char letter : {'A', 'B', '.', '=', ' '}) {
      auto changed = token;
      if (changed[i] == letter) continue;
      changed[i] = letter;
      EXPECT_FALSE(verify(changed, keys, "at+jwt")) << i << letter;
    }
    EXPECT_FALSE(verify(std::string_view(token).substr(0, i), keys, "at+jwt")) << i;
  }
}

TEST_F(jws, takes_the_algorithm_from_the_key_and_not_from_the_header) {
  EXPECT_EQ(refusal(forged(R"({"alg":"none","typ":"at+jwt","kid":"k1"})")),
            verify_error::wrong_algorithm);
  EXPECT_EQ(refusal(forged(R"({"alg":"HS256","typ":"at+jwt","kid":"k1"})")),
            verify_error::wrong_algorithm);
  EXPECT_EQ(refusal(forged(R"({"alg":"RS256","typ":"at+jwt","kid":"k1"})")),
            verify_error::wrong_algorithm);
  EXPECT_EQ(refusal(forged(R"({"alg":"es256","typ":"at+jwt","kid":"k1"})")),
            verify_error::wrong_algorithm);
  EXPECT_EQ(refusal(forged(R"({"alg":1,"typ":"at+jwt","kid":"k1"})")),
            verify_error::wrong_algorithm);
  EXPECT_EQ(refusal(forged(R"({"typ":"at+jwt","kid":"k1"})")), verify_error::wrong_algorithm);
}

TEST_F(jws, does_not_let_one_rsa_key_serve_two_algorithms) {
  const auto rs = signing_key::generate("k1", algorithm::RS256);
  const auto ps =
      signing_key::from_private_der("k1", algorithm::PS256, rs.to_private_der().reveal()).value();
  const std::vector<verification_key> only_rs{rs.verification()};
  const auto outcome = verify(token_of(ps, "at+jwt", {}), only_rs, "at+jwt");
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error(), verify_error::wrong_algorithm);
}

TEST_F(jws, refuses_an_unsigned_token) {
  const auto header = coded(R"({"alg":"none","typ":"at+jwt","kid":"k1"})");
  EXPECT_EQ(refusal(header + "." + coded("{}") + "."), verify_error::wrong_algorithm);
  const auto honest = coded(R"({"alg":"ES256","typ":"at+jwt","kid":"k1"})");
  EXPECT_EQ(refusal(honest + "." + coded("{}") + "."), verify_error::bad_signature);
  EXPECT_EQ(refusal(honest + "." + coded("{}") + "." + base64url_encode(bytes(64))),
            verify_error::bad_signature);
}

TEST_F(jws, does_not_take_the_public_key_for_a_shared_secret) {
  const auto signed_part =
      coded(R"({"alg":"HS256","typ":"at+jwt","kid":"k1"})") + "." + coded("{}");
  const auto mac = hmac_sha256(key.verification().to_public_der(), as_bytes(signed_part));
  EXPECT_EQ(refusal(signed_part + "." + base64url_encode(mac)), verify_error::wrong_algorithm);
}

TEST_F(jws, finds_the_key_by_kid_only) {
  EXPECT_EQ(refusal(forged(R"({"alg":"ES256","typ":"at+jwt"})")), verify_error::unknown_key);
  EXPECT_EQ(refusal(forged(R"({"alg":"ES256","typ":"at+jwt","kid":"k2"})")),
            verify_error::unknown_key);
  EXPECT_EQ(refusal(forged(R"({"alg":"ES256","typ":"at+jwt","kid":["k1"]})")),
            verify_error::unknown_key);
  const auto token = token_of(key, "at+jwt", {});
  EXPECT_EQ(verify(token, {}, "at+jwt").error(), verify_error::unknown_key);
  const auto stranger = signing_key::generate("k1", algorithm::ES256);
  const std::vector<verification_key> others{stranger.verification()};
  EXPECT_EQ(verify(token, others, "at+jwt").error(), verify_error::bad_signature);
}

TEST_F(jws, wants_the_type_it_expects) {
  for (const auto* typ : {"at+jwt", "AT+JWT", "application/at+jwt", "Application/At+Jwt"})
    EXPECT_TRUE(verify(token_of(key, typ, {}), keys, "at+jwt")) << typ;
  EXPECT_TRUE(verify(token_of(key, "at+jwt", {}), keys, "application/AT+jwt"));
  for (const auto* typ :
       {"JWT", "", "at+jwt ", "application/application/at+jwt", "x/at+jwt", "at+jw"})
    EXPECT_EQ(refusal(token_of(key, typ, {})), verify_error::wrong_type) << typ;
  EXPECT_EQ(refusal(forged(R"({"alg":"ES256","kid":"k1"})")), verify_error::wrong_type);
  EXPECT_EQ(refusal(forged(R"({"alg":"ES256","typ":null,"kid":"k1"})")), verify_error::wrong_type);
  EXPECT_EQ(refusal(token_of(key, "", {}), ""), verify_error::wrong_type);
}

TEST_F(jws, refuses_headers_that_bring_a_key_or_an_extension) {
  const auto jwk = boost::json::serialize(public_jwk(key.verification()));
  for (const auto& member :
       {"\"jwk\":" + jwk, std::string(R"("jku":"https://a")"), std::string(R"("x5u":"https://a")"),
        std::string(R"("x5c":["MA=="])"), std::string(R"("crit":["exp"])"),
        std::string(R"("crit":[])"), std::string(R"("b64":false)"), std::string(R"("b64":true)")})
    EXPECT_EQ(refusal(forged(R"({"alg":"ES256","typ":"at+jwt","kid":"k1",)" + member + "}")),
              verify_error::forbidden_header)
        << member;
  EXPECT_TRUE(verify(forged(R"({"alg":"ES256","typ":"at+jwt","kid":"k1","x":1})"), keys, "at+jwt"))
      << "RFC 7515 section 4.2: others are ignored";
}

TEST_F(jws, refuses_json_that_two_readers_could_read_differently) {
  constexpr auto header = R"({"alg":"ES256","typ":"at+jwt","kid":"k1"})";
  ASSERT_TRUE(verify(forged(header), keys, "at+jwt"));
  EXPECT_EQ(refusal(forged(R"({"alg":"none","alg":"ES256","typ":"at+jwt","kid":"k1"})")),
            verify_error::malformed);
  EXPECT_EQ(refusal(forged(R"({"alg":"ES256","typ":"at+jwt","kid":"k2","\u006bid":"k1"})")),
            verify_error::malformed);
  const std::string deep(17, '['), shallow(17, ']');
  for (const auto& claims :
       {std::string(R"({"sub":"a","sub":"b"})"), std::string("[]"),
        std::string("{} x"
                    "x"),
        std::string(), std::string("{\"a\":\"\xff\"}"), "{\"a\":" + deep + shallow + "}"})
    EXPECT_EQ(refusal(forged(header, claims)), verify_error::malformed) << claims;
  EXPECT_EQ(refusal(forged("[]")), verify_error::malformed);
}

TEST_F(jws, reads_one_spelling_only) {
  const auto token = token_of(key, "at+jwt", {{"sub", "u"}});
  for (const auto& changed : {token + "=", token + ".", token + " ", " " + token, token + "\n",
                              "." + token, token + "." + token})
    EXPECT_EQ(refusal(changed), verify_error::malformed) << changed;
  for (const auto text : {"", ".", "..", "...", "a", "a.b", "a.b.c", "\xff"})
    EXPECT_EQ(refusal(text), verify_error::malformed) << text;
  EXPECT_EQ(refusal(token + "A"), verify_error::bad_signature) << "one byte more";
  // 64 bytes end in a letter with four idle bits: the next letter decodes to the same bytes.
  auto last_bits = token;
  const std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  last_bits.back() = alphabet[alphabet.find(last_bits.back()) + 1];
  EXPECT_EQ(refusal(last_bits), verify_error::malformed);
}

TEST_F(jws, ends_at_its_size) {
  const auto filled = [&](std::size_t size) {
    return token_of(key, "at+jwt", {{"a", std::string(size, 'x')}});
  };
  EXPECT_THROW(filled(max_token_size), std::length_error);
  const auto large = filled(12'000);
  EXPECT_LE(large.size(), max_token_size);
  EXPECT_TRUE(verify(large, keys, "at+jwt"));
  EXPECT_EQ(refusal(std::string(max_token_size + 1, 'a')), verify_error::too_large);
}

}
}
