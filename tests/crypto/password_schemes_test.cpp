// SPDX-License-Identifier: Apache-2.0
#include "crypto/password_schemes.hpp"

#include "tests/crypto/wycheproof.hpp"

#include <gtest/gtest.h>

namespace muniment::crypto::detail {
namespace {

using wycheproof::hex_field;

int expect_agreement(const std::string& file, pbkdf2_digest digest) {
  return wycheproof::for_each_vector(file, [digest](const auto&, const auto& test) {
    const auto expected = hex_field(test, "dk");
    const auto iterations = static_cast<std::uint32_t>(test.at("iterationCount").as_int64());
    EXPECT_EQ(pbkdf2(digest, hex_field(test, "password"), hex_field(test, "salt"), iterations,
                     expected.size()),
              expected)
        << wycheproof::name_of(test);
  });
}

TEST(pbkdf2, agrees_with_wycheproof) {
  EXPECT_EQ(expect_agreement("pbkdf2_hmacsha256_test.json", pbkdf2_digest::sha256), 60);
  EXPECT_EQ(expect_agreement("pbkdf2_hmacsha512_test.json", pbkdf2_digest::sha512), 58);
}

TEST(argon2id, prints_what_it_reads) {
  const std::string_view stored = "$argon2id$v=19$m=32,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$"
                                  "D6TDSe5EsA1A5r6TWcm48LddBlYF+NpZab47wHTFP3g";
  const auto parsed = parse_argon2id(stored);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(print_argon2id(*parsed), stored);
  EXPECT_EQ(compute_argon2id(*parsed, as_bytes("correct horse")), parsed->expected);
}

TEST(parse_number, takes_one_spelling_of_each_number) {
  EXPECT_EQ(parse_number("0", 0, 9), 0u);
  EXPECT_EQ(parse_number("4294967295", 0, 0xffffffff), 4294967295u);
  for (const auto text : {"", "00", "01", "-1", "+1", " 1", "1 ", "1x", "0x1", "4294967296", "10"})
    EXPECT_FALSE(parse_number(text, 0, 9)) << text;
}

TEST(split, keeps_empty_parts) {
  EXPECT_EQ(split("$a$$b$", '$'), (std::vector<std::string_view>{"", "a", "", "b", ""}));
  EXPECT_EQ(split("", '$'), (std::vector<std::string_view>{""}));
}

}
}
