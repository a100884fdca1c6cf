// SPDX-License-Identifier: Apache-2.0
#include "crypto/secret.hpp"

#include <openssl/crypto.h>

namespace muniment::crypto {

secret_bytes& secret_bytes::operator=(secret_bytes&& other) noexcept {
  if (this == &other) return *this;
  wipe(owned_);
  owned_ = std::move(other.owned_);
  // A moved-from vector is promised to be valid, not empty.
  other.owned_.clear();
  return *this;
}

secret_bytes::~secret_bytes() { wipe(owned_); }

void wipe(std::span<std::uint8_t> data) noexcept { OPENSSL_cleanse(data.data(), data.size()); }

}
