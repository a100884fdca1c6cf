// SPDX-License-Identifier: Apache-2.0
#include "storage/key_wrapping.hpp"
#include "storage/keyring.hpp"

/// What lies directly under the workspace key and is used by itself.
namespace muniment::storage {

crypto::secret_bytes keyring::log_seed() { return sole_secret(key_kind::log); }

void keyring::put_signing_key(key_changes& changes, const uuid& id,
                              const crypto::secret_bytes& der) {
  stage(changes, owned_key_id(key_kind::signing, id), workspace_, der.reveal());
}

std::optional<crypto::secret_bytes> keyring::signing_key(const uuid& id) {
  return owned_secret(key_kind::signing, id);
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
