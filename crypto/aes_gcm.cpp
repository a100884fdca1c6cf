// SPDX-License-Identifier: Apache-2.0
#include "crypto/aes_gcm.hpp"

#include "crypto/openssl.hpp"
#include "crypto/secret.hpp"

#include <limits>

namespace muniment::crypto::detail {
namespace {

const EVP_CIPHER* gcm_algorithm() {
  static const EVP_CIPHER* const algorithm = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  check(algorithm != nullptr, "fetch AES-256-GCM");
  return algorithm;
}

int checked_size(bytes_view data) {
  check(data.size() <= static_cast<std::size_t>(std::numeric_limits<int>::max()), "size for AES");
  return static_cast<int>(data.size());
}

enum class direction { decrypt = 0, encrypt = 1 };

// A new context each time: freeing it wipes the key schedule, and a kept one saves a tenth at most.
cipher_context start(direction way, bytes_view key, bytes_view nonce,
                     std::initializer_list<bytes_view> associated) {
  check(key.size() == gcm_key_size && nonce.size() == gcm_nonce_size, "size AES key and nonce");
  cipher_context context(EVP_CIPHER_CTX_new());
  check(context != nullptr, "allocate AES-256-GCM");
  check(EVP_CipherInit_ex2(context.get(), gcm_algorithm(), key.data(), nonce.data(),
                           static_cast<int>(way), nullptr) == 1,
        "start AES-256-GCM");
  for (const auto piece : associated) {
    int written = 0;
    // An empty piece may have no address, which OpenSSL reads as the end of the data.
    if (piece.empty()) continue;
    check(EVP_CipherUpdate(context.get(), nullptr, &written, piece.data(), checked_size(piece)) ==
              1,
          "authenticate associated data");
  }
  return context;
}

void transform(EVP_CIPHER_CTX* context, bytes_view input, std::uint8_t* output) {
  int written = 0;
  if (input.empty()) return;
  check(EVP_CipherUpdate(context, output, &written, input.data(), checked_size(input)) == 1 &&
            written == static_cast<int>(input.size()),
        "transform with AES-256-GCM");
}

}

void gcm_encrypt(bytes_view key, bytes_view nonce, std::initializer_list<bytes_view> associated,
                 bytes_view plaintext, std::span<std::uint8_t> output) {
  check(output.size() == plaintext.size() + gcm_tag_size, "size AES output");
  const auto context = start(direction::encrypt, key, nonce, associated);
  transform(context.get(), plaintext, output.data());
  const auto tag = output.last(gcm_tag_size);
  int written = 0;
  check(EVP_CipherFinal_ex(context.get(), tag.data(), &written) == 1 &&
            EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, gcm_tag_size, tag.data()) ==
                1,
        "finish AES-256-GCM");
}

std::optional<bytes> gcm_decrypt(bytes_view key, bytes_view nonce,
                                 std::initializer_list<bytes_view> associated, bytes_view sealed) {
  if (sealed.size() < gcm_tag_size) return std::nullopt;
  const auto context = start(direction::decrypt, key, nonce, associated);
  bytes plaintext(sealed.size() - gcm_tag_size);
  transform(context.get(), sealed.first(plaintext.size()), plaintext.data());
  bytes tag(sealed.end() - gcm_tag_size, sealed.end());
  check(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, gcm_tag_size, tag.data()) == 1,
        "expect AES-256-GCM tag");
  int written = 0;
  if (EVP_CipherFinal_ex(context.get(), tag.data(), &written) == 1) return plaintext;
  wipe(plaintext);
  forget_errors();
  return std::nullopt;
}

}
