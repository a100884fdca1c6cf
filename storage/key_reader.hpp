// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/keyring.hpp"
#include "storage/schema_name.hpp"

#include <functional>
#include <vector>

namespace muniment::storage {

class pool;

/// What the keyring of `schema` reads through: each question one transaction as the workspace's
/// role. Blocking; throws what `pool::with_workspace` throws, and `key_error` (over_limit) when
/// more rows answer than one append could rewrite. `connections` outlives it.
key_loader key_rows_of(pool& connections, const schema_name& schema);

/// Gives all key rows of a workspace, in pages, for `key_dump_writer`. The caller sees to it that
/// no append with key rows is under way: the pages are read one after the other.
void read_all_keys(pool& connections, const schema_name& schema,
                   const std::function<void(const std::vector<key_row>&)>& sink);

}
