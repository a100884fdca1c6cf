// SPDX-License-Identifier: Apache-2.0
#include "crypto/aes_gcm.hpp"

#include "tests/crypto/wycheproof.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace muniment::crypto::detail {
namespace {

using wycheproof::hex_field;

void expect_agreement(const boost::json::object& test) {
  const auto key = hex_field(test, "key"), nonce = hex_field(test, "iv"),
             associated = hex_field(test, "aad"), plaintext = hex_field(test, "msg");
  auto sealed = hex_field(test, "ct");
  const auto tag = hex_field(test, "tag");
  sealed.insert(sealed.end(), tag.begin(), tag.end());
  const auto opened = gcm_decrypt(key, nonce, {associated}, sealed);
  const bool valid = wycheproof::result_of(test) == "valid";
  EXPECT_EQ(opened.has_value(), valid) << wycheproof::name_of(test);
  bytes made(plaintext.size() + gcm_tag_size);
  gcm_encrypt(key, nonce, {associated}, plaintext, made);
  EXPECT_EQ(made == sealed, valid) << wycheproof::name_of(test);
  if (valid) {
    EXPECT_EQ(opened, plaintext) << wycheproof::name_of(test);
  }
}

TEST(aes_gcm, agrees_with_wycheproof) {
  int asked = 0;
  const auto count =
      wycheproof::for_each_vector("aes_gcm_test.json", [&](const auto& group, const auto& test) {
        const bool ours = group.at("keySize").as_int64() == 256 &&
                          group.at("ivSize").as_int64() == 96 &&
                          group.at("tagSize").as_int64() == 128;
        if (!ours) return;
        ++asked;
        expect_agreement(test);
      });
  EXPECT_EQ(count, 316);
  EXPECT_EQ(asked, 66) << "the others have another key or nonce size";
}

TEST(aes_gcm, joins_the_pieces_of_associated_data) {
  const bytes key(gcm_key_size, 1), nonce(gcm_nonce_size, 2);
  bytes whole(gcm_tag_size + 3), pieces(gcm_tag_size + 3);
  gcm_encrypt(key, nonce, {as_bytes("abcd")}, as_bytes("xyz"), whole);
  gcm_encrypt(key, nonce, {as_bytes("ab"), {}, as_bytes("cd")}, as_bytes("xyz"), pieces);
  EXPECT_EQ(whole, pieces);
}

TEST(aes_gcm, refuses_wrong_sizes) {
  const bytes key(gcm_key_size), nonce(gcm_nonce_size);
  bytes output(gcm_tag_size);
  EXPECT_THROW(gcm_encrypt(bytes(16), nonce, {}, {}, output), std::runtime_error);
  EXPECT_THROW(gcm_encrypt(key, bytes(16), {}, {}, output), std::runtime_error);
  EXPECT_THROW(gcm_encrypt(key, nonce, {}, as_bytes("x"), output), std::runtime_error);
  EXPECT_FALSE(gcm_decrypt(key, nonce, {}, bytes(gcm_tag_size - 1)));
}

}
}
