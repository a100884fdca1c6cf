// SPDX-License-Identifier: Apache-2.0
#include "crypto/encoding.hpp"

#include <gtest/gtest.h>

#include <random>
#include <utility>

namespace muniment::crypto {
namespace {

bytes of(std::string_view text) {
  const auto view = as_bytes(text);
  return {view.begin(), view.end()};
}

TEST(encoding, agrees_with_the_vectors_of_rfc_4648_section_10) {
  const std::pair<std::string_view, std::string_view> vectors[] = {{"", ""},
                                                                   {"f", "Zg=="},
                                                                   {"fo", "Zm8="},
                                                                   {"foo", "Zm9v"},
                                                                   {"foob", "Zm9vYg=="},
                                                                   {"fooba", "Zm9vYmE="},
                                                                   {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, coded] : vectors) {
    EXPECT_EQ(base64_encode(as_bytes(plain)), coded);
    EXPECT_EQ(base64_decode(coded), of(plain));
    const auto bare = coded.substr(0, coded.find('='));
    EXPECT_EQ(base64url_encode(as_bytes(plain)), bare);
    EXPECT_EQ(base64url_decode(bare), of(plain));
    EXPECT_EQ(base64_unpadded_encode(as_bytes(plain)), bare);
    EXPECT_EQ(base64_unpadded_decode(bare), of(plain));
  }
  EXPECT_EQ(hex_encode(as_bytes("foobar")), "666f6f626172");
  EXPECT_EQ(hex_decode("666f6f626172"), of("foobar"));
}

TEST(encoding, keeps_the_alphabets_apart) {
  const bytes data{0xfb, 0xff, 0xbf};
  EXPECT_EQ(base64_encode(data), "+/+/");
  EXPECT_EQ(base64url_encode(data), "-_-_");
  EXPECT_FALSE(base64url_decode("+/+/"));
  EXPECT_FALSE(base64_decode("-_-_"));
  EXPECT_FALSE(base64_unpadded_decode("-_-_"));
}

TEST(encoding, refuses_every_second_spelling) {
  for (const auto text :
       {"Zg==", "Zg=", "Zh", "Zm9", "Z", "Zm9vY", "Zm 9v", "Zm9v\n", "Zm9v.", "Zm\0v"})
    EXPECT_FALSE(base64url_decode(text)) << text;
  EXPECT_FALSE(base64url_decode(std::string_view("Zm\0v", 4)));
  EXPECT_FALSE(base64url_decode("Zm\xc3\xa9"));
  for (const auto text :
       {"Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "=", "Zg==Zg==", "Zm9v====", "Z=g="})
    EXPECT_FALSE(base64_decode(text)) << text;
  for (const auto text : {"a", "abc", "AB", "0x", "g0", " 0"})
    EXPECT_FALSE(hex_decode(text)) << text;
}

TEST(encoding, reads_back_what_it_wrote) {
  std::mt19937 generator(4648);
  for (std::size_t size = 0; size < 300; ++size) {
    bytes data(size);
    for (auto& byte : data)
      byte = static_cast<std::uint8_t>(generator());
    EXPECT_EQ(base64url_decode(base64url_encode(data)), data);
    EXPECT_EQ(base64_decode(base64_encode(data)), data);
    EXPECT_EQ(base64_unpadded_decode(base64_unpadded_encode(data)), data);
    EXPECT_EQ(hex_decode(hex_encode(data)), data);
  }
}

}
}
