// SPDX-License-Identifier: Apache-2.0
#include "crypto/random.hpp"

#include "crypto/encoding.hpp"
#include "crypto/openssl.hpp"

#include <openssl/crypto.h>
#include <openssl/rand.h>

namespace muniment::crypto {

bytes random_bytes(std::size_t size) {
  bytes data(size);
  random_fill(data);
  return data;
}

void random_fill(std::span<std::uint8_t> target) {
  detail::check(RAND_bytes_ex(nullptr, target.data(), target.size(), 0) == 1, "draw random bytes");
}

secret_bytes random_secret(std::size_t size) {
  bytes data(size);
  detail::check(RAND_priv_bytes_ex(nullptr, data.data(), data.size(), 0) == 1, "draw a secret");
  return secret_bytes(std::move(data));
}

std::string random_token(std::size_t n_bytes) {
  return base64url_encode(random_secret(n_bytes).reveal());
}

bool equal_in_constant_time(bytes_view left, bytes_view right) {
  return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

}
