// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/keyring.hpp"
#include "storage/schema_name.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace muniment::storage {

class pool;

/// What the keyring of `schema` reads through: each question one transaction as the workspace's
/// role. Blocking; throws what `pool::with_workspace` throws, and `key_error` (over_limit) when
/// more rows answer than one append could rewrite. `connections` outlives it.
key_loader key_rows_of(pool& connections, const schema_name& schema);

/// Gives all key rows of a workspace as one moment has them, in pages, for `key_dump_writer`.
/// Blocking; throws what `pool::with_workspace` and `sink` throw.
void read_all_keys(pool& connections, const schema_name& schema,
                   const std::function<void(const std::vector<key_row>&)>& sink);

/// The era that the workspace key lies under as committed now; nothing while the workspace has no
/// keys. Wakes nobody. Blocking; throws as `key_rows_of`, and `key_error` (damaged).
std::optional<std::uint32_t> era_of_workspace(pool& connections, const schema_name& schema);

/// Whether something was destroyed since the workspace key was last rolled, so that copies of it
/// may still be opened. Wakes nobody. Blocking; throws as `key_rows_of`.
bool awaits_roll(pool& connections, const schema_name& schema);

}
