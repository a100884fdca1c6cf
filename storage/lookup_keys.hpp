// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/digest.hpp"
#include "crypto/seal.hpp"
#include "crypto/secret.hpp"
#include "events/uuid.hpp"

#include <memory>
#include <string_view>

namespace muniment::storage {

/// The keys of a workspace under which people and clients are looked up. They never change while it
/// lives, not by a roll either: what is found by them lies in rows. Immutable; any thread.
class lookup_keys {
public:
  lookup_keys(crypto::secret_bytes lookup, crypto::secret_bytes client_secret)
      : lookup_{std::move(lookup)}, client_secret_{std::move(client_secret)} {}

  /// HMAC-SHA-256 under the look-up key. `purpose` (`user_name`, `email`, …) keeps digests of the
  /// same text for different uses apart. The text is already in its canonical spelling.
  [[nodiscard]] crypto::hash digest(std::string_view purpose, std::string_view canonical) const;

  /// What is stored of a client's secret; bound to the client, compared in constant time.
  [[nodiscard]] crypto::hash client_secret_digest(const uuid& client, bytes_view secret) const;

  /// What seals the answers to repeated commands: derived from the look-up key.
  [[nodiscard]] crypto::sealing_key outcome_key() const;

private:
  crypto::secret_bytes lookup_;
  crypto::secret_bytes client_secret_;
};

using shared_lookup_keys = std::shared_ptr<const lookup_keys>;

}
