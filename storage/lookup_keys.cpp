// SPDX-License-Identifier: Apache-2.0
#include "storage/lookup_keys.hpp"

#include "storage/big_endian.hpp"

namespace muniment::storage {

crypto::hash lookup_keys::digest(std::string_view purpose, std::string_view canonical) const {
  bytes message;
  put_part(message, as_bytes("muniment look-up v1"));
  put_part(message, as_bytes(purpose));
  put_part(message, as_bytes(canonical));
  return crypto::hmac_sha256(lookup_.reveal(), message);
}

crypto::hash lookup_keys::client_secret_digest(const uuid& client, bytes_view secret) const {
  bytes message;
  constexpr std::string_view label = "muniment client secret v1";
  // One allocation: growing would leave a copy of the secret behind.
  message.reserve(3 * sizeof(std::uint64_t) + label.size() + client.view().size() + secret.size());
  put_part(message, as_bytes(label));
  put_part(message, client.view());
  put_part(message, secret);
  const crypto::secret_bytes wiped{std::move(message)};
  return crypto::hmac_sha256(client_secret_.reveal(), wiped.reveal());
}

crypto::sealing_key lookup_keys::outcome_key() const {
  const auto secret =
      crypto::hkdf_sha256(lookup_.reveal(), {}, as_bytes("muniment idempotency outcome v1"),
                          crypto::sealing_key::secret_size);
  return crypto::sealing_key{secret.reveal()};
}

}
