// SPDX-License-Identifier: Apache-2.0
#include "crypto/seal.hpp"

#include "crypto/aes_gcm.hpp"
#include "crypto/random.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace muniment::crypto {
namespace {

constexpr std::uint8_t format = 0x01;
constexpr std::size_t header_size = 1 + sizeof(hash);
static_assert(seal_overhead == header_size + detail::gcm_nonce_size + detail::gcm_tag_size);

std::array<std::uint8_t, 8> length_prefix(bytes_view data) {
  std::array<std::uint8_t, 8> prefix;
  for (std::size_t i = 0; i < prefix.size(); ++i)
    prefix[i] = static_cast<std::uint8_t>(std::uint64_t{data.size()} >> (56 - 8 * i));
  return prefix;
}

secret_bytes derived(bytes_view secret, std::string_view purpose) {
  if (secret.size() != sealing_key::secret_size)
    throw std::invalid_argument("a sealing key is made from 32 bytes");
  return hkdf_sha256(secret, {}, as_bytes(purpose), 32);
}

}

sealing_key::sealing_key(bytes_view secret)
    : encryption_key_(derived(secret, "muniment seal v1 encryption")) {
  const auto commitment = derived(secret, "muniment seal v1 commitment");
  std::ranges::copy(commitment.reveal(), commitment_.begin());
}

bytes seal(const sealing_key& key, bytes_view associated_data, bytes_view plaintext) {
  if (plaintext.size() > max_sealed_plaintext)
    throw std::length_error("too much plaintext for one box");
  bytes box(seal_overhead + plaintext.size());
  const std::span<std::uint8_t> whole(box);
  const auto header = whole.first(header_size);
  const auto nonce = whole.subspan(header_size, detail::gcm_nonce_size);
  header[0] = format;
  std::ranges::copy(key.commitment_, header.begin() + 1);
  random_fill(nonce);
  detail::gcm_encrypt(
      key.encryption_key_.reveal(), nonce,
      {length_prefix(header), header, length_prefix(associated_data), associated_data}, plaintext,
      whole.subspan(header_size + detail::gcm_nonce_size));
  return box;
}

std::optional<bytes> open(const sealing_key& key, bytes_view associated_data, bytes_view box) {
  if (box.size() < seal_overhead || box.size() > seal_overhead + max_sealed_plaintext)
    return std::nullopt;
  const auto header = box.first(header_size);
  if (header[0] != format) return std::nullopt;
  if (!equal_in_constant_time(header.subspan(1), key.commitment_)) return std::nullopt;
  return detail::gcm_decrypt(
      key.encryption_key_.reveal(), box.subspan(header_size, detail::gcm_nonce_size),
      {length_prefix(header), header, length_prefix(associated_data), associated_data},
      box.subspan(header_size + detail::gcm_nonce_size));
}

std::optional<secret_bytes> open_secret(const sealing_key& key, bytes_view associated_data,
                                        bytes_view box) {
  auto plaintext = open(key, associated_data, box);
  if (!plaintext) return std::nullopt;
  return secret_bytes(*std::move(plaintext));
}

}
