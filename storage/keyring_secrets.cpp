// SPDX-License-Identifier: Apache-2.0
#include "storage/big_endian.hpp"
#include "storage/key_wrapping.hpp"
#include "storage/keyring.hpp"

/// What lies directly under the workspace key and is used by itself.
namespace muniment::storage {

crypto::hash keyring::lookup_digest(std::string_view purpose, std::string_view canonical) const {
  bytes message;
  put_part(message, as_bytes("muniment look-up v1"));
  put_part(message, as_bytes(purpose));
  put_part(message, as_bytes(canonical));
  return crypto::hmac_sha256(lookup_.reveal(), message);
}

crypto::hash keyring::client_secret_digest(const uuid& client, bytes_view secret) const {
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

crypto::sealing_key keyring::outcome_key() const {
  const auto secret =
      crypto::hkdf_sha256(lookup_.reveal(), {}, as_bytes("muniment idempotency outcome v1"),
                          crypto::sealing_key::secret_size);
  return crypto::sealing_key{secret.reveal()};
}

crypto::secret_bytes keyring::log_seed() { return sole_secret(key_kind::log); }

void keyring::put_signing_key(key_changes& changes, const uuid& id,
                              const crypto::secret_bytes& der) {
  stage(changes, owned_key_id(key_kind::signing, id), workspace_, der.reveal());
}

void keyring::put_secret(key_changes& changes, const uuid& id, const crypto::secret_bytes& secret) {
  stage(changes, owned_key_id(key_kind::secret, id), workspace_, secret.reveal());
}

std::optional<crypto::secret_bytes> keyring::signing_key(const uuid& id) {
  return owned_secret(key_kind::signing, id);
}

std::optional<crypto::secret_bytes> keyring::secret(const uuid& id) {
  return owned_secret(key_kind::secret, id);
}

crypto::secret_bytes keyring::sole_secret(key_kind kind) const {
  auto found = owned_secret(kind, uuid{});
  if (!found)
    throw key_error(key_fault::absent, "there is no row of the " + to_string(sole_key_id(kind)));
  return *std::move(found);
}

std::optional<crypto::secret_bytes> keyring::owned_secret(key_kind kind, const uuid& id) const {
  const auto row = row_of(owned_key_id(kind, id));
  if (!row) return std::nullopt;
  return must_unwrap(*workspace_.key, journal_, *row);
}

}
