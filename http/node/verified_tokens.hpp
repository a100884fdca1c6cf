// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/digest.hpp"
#include "http/server/door.hpp"

#include <cstddef>
#include <memory>
#include <string_view>
#include <unordered_map>

namespace muniment::http {

/// The claims of tokens that were verified lately: who shows one again and again does not have its
/// signature verified again and again. Keeps the digest of a token, never the token, and what was
/// found under one set of keys counts under no other, so a key that is revoked or retired takes
/// with it what it signed. Says nothing of time: claims are judged anew each time. One thread.
class verified_tokens {
public:
  /// The keys a token was verified with: the same set is the same object.
  using key_set = std::shared_ptr<const void>;

  /// Keeps at most `most`, and at least the half of it that was used last.
  explicit verified_tokens(std::size_t most) : most_in_half_{most / 2} {}

  /// What a token of that type is kept by.
  static crypto::hash name_of(std::string_view typ, std::string_view token);

  /// Null when it was not verified with these keys, or is not remembered.
  [[nodiscard]] claims_set find(const crypto::hash& name, const key_set& keys);

  void keep(const crypto::hash& name, key_set keys, claims_set claims);

private:
  struct entry {
    key_set keys;
    claims_set claims;
  };
  /// A digest is as good as any hash of it.
  struct first_octets {
    std::size_t operator()(const crypto::hash& name) const;
  };
  using half = std::unordered_map<crypto::hash, entry, first_octets>;

  const std::size_t most_in_half_;
  half newer_, older_; ///< when `newer_` is full, `older_` goes
};

}
