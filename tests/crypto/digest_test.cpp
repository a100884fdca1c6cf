// SPDX-License-Identifier: Apache-2.0
#include "crypto/digest.hpp"

#include "tests/crypto/wycheproof.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>

namespace muniment::crypto {
namespace {

using wycheproof::hex_field;

bytes unhex(std::string_view text) { return hex_decode(text).value(); }

TEST(sha256, agrees_with_fips_180_examples) {
  EXPECT_EQ(hex_encode(sha256({})),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex_encode(sha256(as_bytes("abc"))),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(
      hex_encode(sha256(as_bytes("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"))),
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(sha256, is_the_same_in_pieces_and_starts_anew_after_finish) {
  bytes data(1000);
  for (std::size_t i = 0; i < data.size(); ++i)
    data[i] = static_cast<std::uint8_t>(i * 7);
  sha256_stream stream;
  for (const std::size_t piece : {1u, 63u, 64u, 65u, 999u}) {
    for (std::size_t at = 0; at < data.size(); at += piece)
      stream.update(bytes_view(data).subspan(at, std::min(piece, data.size() - at)));
    EXPECT_EQ(stream.finish(), sha256(data)) << piece;
  }
  EXPECT_EQ(stream.finish(), sha256({}));
}

TEST(sha256, streams_do_not_disturb_each_other_or_the_one_shot) {
  sha256_stream left, right;
  left.update(as_bytes("a"));
  right.update(as_bytes("ab"));
  EXPECT_EQ(sha256(as_bytes("x")), sha256_stream().update(as_bytes("x")).finish());
  left.update(as_bytes("bc"));
  right.update(as_bytes("c"));
  auto moved = std::move(right);
  EXPECT_EQ(left.finish(), sha256(as_bytes("abc")));
  EXPECT_EQ(moved.finish(), sha256(as_bytes("abc")));
}

TEST(sha256, streams_that_are_copied_go_on_from_the_same_pieces) {
  sha256_stream first;
  first.update(as_bytes("a"));
  sha256_stream second{first};
  sha256_stream third;
  third.update(as_bytes("nothing of this is left"));
  third = first;
  first.update(as_bytes("bc"));
  EXPECT_EQ(first.finish(), sha256(as_bytes("abc")));
  EXPECT_EQ(second.finish(), sha256(as_bytes("a")));
  EXPECT_EQ(third.update(as_bytes("c")).finish(), sha256(as_bytes("ac")));
}

TEST(sha256, serves_a_thread_that_ends) {
  hash seen{};
  std::thread([&] { seen = sha256(as_bytes("abc")); }).join();
  EXPECT_EQ(seen, sha256(as_bytes("abc")));
}

TEST(sha512, agrees_with_a_fips_180_example) {
  EXPECT_EQ(hex_encode(sha512(as_bytes("abc"))),
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
            "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
}

TEST(sha1, agrees_with_a_fips_180_example) {
  EXPECT_EQ(hex_encode(sha1(as_bytes("abc"))), "a9993e364706816aba3e25717850c26c9cd0d89d");
}

TEST(hmac_sha256, agrees_with_rfc_4231) {
  EXPECT_EQ(hex_encode(hmac_sha256(bytes(20, 0x0b), as_bytes("Hi There"))),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(hex_encode(hmac_sha256(as_bytes("Jefe"), as_bytes("what do ya want for nothing?"))),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex_encode(hmac_sha256(bytes(20, 0xaa), bytes(50, 0xdd))),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
  EXPECT_EQ(
      hex_encode(hmac_sha256(bytes(131, 0xaa),
                             as_bytes("Test Using Larger Than Block-Size Key - Hash Key First"))),
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(hmac_sha256, takes_an_empty_key_as_a_key) {
  hmac_sha256(as_bytes("another key"), as_bytes("data"));
  EXPECT_EQ(hex_encode(hmac_sha256({}, {})),
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(hmac_sha256, agrees_with_wycheproof) {
  const auto count =
      wycheproof::for_each_vector("hmac_sha256_test.json", [](const auto& group, const auto& test) {
        const auto tag = hex_field(test, "tag");
        const auto mac = hmac_sha256(hex_field(test, "key"), hex_field(test, "msg"));
        ASSERT_EQ(group.at("tagSize").as_int64(), static_cast<std::int64_t>(tag.size() * 8));
        const bool equal = std::equal(tag.begin(), tag.end(), mac.begin());
        EXPECT_EQ(equal, wycheproof::result_of(test) == "valid") << wycheproof::name_of(test);
      });
  EXPECT_EQ(count, 174);
}

TEST(hkdf_sha256, agrees_with_rfc_5869) {
  const bytes key(22, 0x0b);
  EXPECT_EQ(hex_encode(hkdf_sha256(key, unhex("000102030405060708090a0b0c"),
                                   unhex("f0f1f2f3f4f5f6f7f8f9"), 42)
                           .reveal()),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
  EXPECT_EQ(hex_encode(hkdf_sha256(key, {}, {}, 42).reveal()),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST(hkdf_sha256, agrees_with_wycheproof) {
  const auto count =
      wycheproof::for_each_vector("hkdf_sha256_test.json", [](const auto&, const auto& test) {
        const auto length = static_cast<std::size_t>(test.at("size").as_int64());
        const auto derive = [&] {
          return hkdf_sha256(hex_field(test, "ikm"), hex_field(test, "salt"),
                             hex_field(test, "info"), length);
        };
        if (wycheproof::result_of(test) == "valid")
          EXPECT_EQ(hex_encode(derive().reveal()), hex_encode(hex_field(test, "okm")))
              << wycheproof::name_of(test);
        else
          EXPECT_THROW(derive(), std::length_error) << wycheproof::name_of(test);
      });
  EXPECT_EQ(count, 86);
}

TEST(hkdf_sha256, ends_at_its_limit) {
  EXPECT_EQ(hkdf_sha256({}, {}, {}, max_hkdf_length).size(), max_hkdf_length);
  EXPECT_THROW(hkdf_sha256({}, {}, {}, max_hkdf_length + 1), std::length_error);
  EXPECT_TRUE(hkdf_sha256({}, {}, {}, 0).empty());
}

}
}
