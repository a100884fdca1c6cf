// SPDX-License-Identifier: Apache-2.0
#include "crypto/seal.hpp"

#include "crypto/aes_gcm.hpp"
#include "crypto/encoding.hpp"
#include "crypto/random.hpp"

#include <gtest/gtest.h>

#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

namespace muniment::crypto {
namespace {

bytes counting_secret() {
  bytes secret(sealing_key::secret_size);
  for (std::size_t i = 0; i < secret.size(); ++i)
    secret[i] = static_cast<std::uint8_t>(i);
  return secret;
}

std::string text_of(const bytes& data) { return std::string(as_text(data)); }

// The box as the format describes it, from bare primitives and any commitment.
bytes box_by_hand(bytes_view secret, bytes_view commitment, bytes_view associated,
                  bytes_view plaintext) {
  bytes header{0x01};
  header.insert(header.end(), commitment.begin(), commitment.end());
  bytes authenticated{0, 0, 0, 0, 0, 0, 0, 33};
  authenticated.insert(authenticated.end(), header.begin(), header.end());
  authenticated.insert(authenticated.end(), {0, 0, 0, 0, 0, 0, 0});
  authenticated.push_back(static_cast<std::uint8_t>(associated.size()));
  authenticated.insert(authenticated.end(), associated.begin(), associated.end());
  const auto key = hkdf_sha256(secret, {}, as_bytes("muniment seal v1 encryption"), 32);
  const bytes nonce(12, 0x11);
  bytes sealed(plaintext.size() + 16);
  detail::gcm_encrypt(key.reveal(), nonce, {authenticated}, plaintext, sealed);
  bytes box = header;
  box.insert(box.end(), nonce.begin(), nonce.end());
  box.insert(box.end(), sealed.begin(), sealed.end());
  return box;
}

// Made once by another implementation (Python's cryptography) from the documented format.
constexpr auto golden_box =
    "0195c4e38eef12ce379c85b01b3c7cc2f27a102635ee7fedee889eb7fafd86bf55404142434445464748494a4ba24b"
    "cc5d9be8ad08526e4f7597026da335c064b4bdbe5bd7dc85c0d5b15de9936b";

TEST(seal, opens_the_golden_box) {
  const sealing_key key(counting_secret());
  EXPECT_EQ(hex_encode(key.commitment()),
            "95c4e38eef12ce379c85b01b3c7cc2f27a102635ee7fedee889eb7fafd86bf55");
  const auto opened = open(key, as_bytes("subject/1"), hex_decode(golden_box).value());
  ASSERT_TRUE(opened);
  EXPECT_EQ(text_of(*opened), "a sealed sentence");
}

TEST(seal, has_the_documented_layout) {
  const sealing_key key(counting_secret());
  const auto box = seal(key, as_bytes("aad"), as_bytes("twelve bytes"));
  ASSERT_EQ(box.size(), seal_overhead + 12);
  EXPECT_EQ(box[0], 0x01);
  EXPECT_TRUE(equal_in_constant_time(bytes_view(box).subspan(1, 32), key.commitment()));
  const auto by_hand =
      box_by_hand(counting_secret(), key.commitment(), as_bytes("aad"), as_bytes("twelve bytes"));
  EXPECT_EQ(text_of(open(key, as_bytes("aad"), by_hand).value()), "twelve bytes");
}

TEST(seal, reads_back_what_it_wrote) {
  const sealing_key key(random_bytes(32));
  for (const std::size_t size : {0u, 1u, 15u, 16u, 17u, 4096u, 1u << 20}) {
    const auto plaintext = random_bytes(size);
    EXPECT_EQ(open(key, {}, seal(key, {}, plaintext)), plaintext) << size;
  }
}

TEST(seal, opens_to_a_secret) {
  const sealing_key key(random_bytes(32));
  const auto box = seal(key, as_bytes("k"), as_bytes("key bytes"));
  EXPECT_EQ(as_text(open_secret(key, as_bytes("k"), box)->reveal()), "key bytes");
  EXPECT_FALSE(open_secret(key, as_bytes("j"), box));
}

TEST(seal, refuses_a_change_of_any_bit_and_any_length) {
  const sealing_key key(counting_secret());
  const auto box = seal(key, as_bytes("aad"), as_bytes("text"));
  for (std::size_t bit = 0; bit < box.size() * 8; ++bit) {
    auto changed = box;
    changed[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
    EXPECT_FALSE(open(key, as_bytes("aad"), changed)) << bit;
  }
  for (std::size_t size = 0; size < box.size(); ++size)
    EXPECT_FALSE(open(key, as_bytes("aad"), bytes_view(box).first(size))) << size;
  auto longer = box;
  longer.push_back(0);
  EXPECT_FALSE(open(key, as_bytes("aad"), longer));
}

TEST(seal, refuses_another_key_and_other_associated_data) {
  const sealing_key key(counting_secret()), other(random_bytes(32));
  const auto box = seal(key, as_bytes("aad"), as_bytes("text"));
  EXPECT_FALSE(open(other, as_bytes("aad"), box));
  EXPECT_FALSE(open(key, as_bytes("aae"), box));
  EXPECT_FALSE(open(key, as_bytes("aad "), box));
  EXPECT_FALSE(open(key, {}, box));
}

TEST(seal, refuses_a_sound_ciphertext_under_a_false_commitment) {
  const sealing_key key(counting_secret()), other(random_bytes(32));
  const auto box = box_by_hand(counting_secret(), other.commitment(), {}, as_bytes("text"));
  EXPECT_FALSE(open(key, {}, box));
  EXPECT_FALSE(open(other, {}, box));
}

TEST(seal, never_uses_a_nonce_twice) {
  const sealing_key key(counting_secret());
  std::set<bytes> nonces;
  for (int i = 0; i < 1000; ++i) {
    const auto box = seal(key, {}, as_bytes("same"));
    nonces.insert(bytes(box.begin() + 33, box.begin() + 45));
  }
  EXPECT_EQ(nonces.size(), 1000u);
}

TEST(seal, names_its_limits) {
  const sealing_key key(counting_secret());
  EXPECT_THROW(seal(key, {}, bytes(max_sealed_plaintext + 1)), std::length_error);
  EXPECT_THROW(sealing_key(bytes(31)), std::invalid_argument);
  EXPECT_THROW(sealing_key(bytes(33)), std::invalid_argument);
  EXPECT_FALSE(open(key, {}, bytes(seal_overhead + max_sealed_plaintext + 1, 1)));
}

TEST(seal, one_key_serves_many_threads) {
  const sealing_key key(counting_secret());
  std::vector<int> opened(4, 0);
  std::vector<std::thread> workers;
  for (auto& mine : opened)
    workers.emplace_back([&key, &mine] {
      for (int i = 0; i < 500; ++i)
        mine += open(key, {}, seal(key, {}, as_bytes("shared"))).has_value();
    });
  for (auto& worker : workers)
    worker.join();
  EXPECT_EQ(opened, std::vector<int>(4, 500));
}

}
}
