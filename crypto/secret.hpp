// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/bytes.hpp"

#include <cstddef>
#include <utility>

namespace muniment::crypto {

/// Key bytes with one owner, wiped when it lets go of them. It cannot be printed, compared or
/// copied by accident: `reveal()` and `clone()` are the two words to look for in a review.
/// Not synchronised; a const object may be read from any thread.
class secret_bytes {
public:
  secret_bytes() = default;

  /// Takes over a buffer; the caller holds no other copy of it.
  explicit secret_bytes(bytes owned) noexcept : owned_(std::move(owned)) {}

  /// Copies bytes that belong to somebody else, who stays responsible for wiping them.
  static secret_bytes copy_of(bytes_view data) {
    return secret_bytes(bytes(data.begin(), data.end()));
  }

  secret_bytes(secret_bytes&& other) noexcept : owned_(std::move(other.owned_)) {}
  secret_bytes& operator=(secret_bytes&& other) noexcept;
  secret_bytes(const secret_bytes&) = delete;
  secret_bytes& operator=(const secret_bytes&) = delete;
  ~secret_bytes();

  /// A second owner of the same bytes.
  secret_bytes clone() const { return copy_of(owned_); }

  /// The bytes, borrowed; they die with this object.
  bytes_view reveal() const { return owned_; }

  std::size_t size() const { return owned_.size(); }
  bool empty() const { return owned_.empty(); }

private:
  bytes owned_;
};

/// Overwrites bytes in a way the compiler may not remove.
void wipe(std::span<std::uint8_t> data) noexcept;

}
