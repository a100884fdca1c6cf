// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/schema_name.hpp"

#include <cstddef>

namespace muniment::storage {

class pool;

/// Closes the newest traffic partition at the present head and opens the next one; false, and
/// nothing done, when it still is empty. Appends of the workspace wait meanwhile. Throws what
/// `pool::with_workspace` throws: refused (55P03) when a reader kept it waiting.
bool rotate_traffic(pool& connections, const schema_name& schema);

/// Deletes at most `limit` idempotency rows that have expired by the database's clock; how many.
/// Fewer than `limit` says that none is left.
std::size_t forget_expired(pool& connections, const schema_name& schema, std::size_t limit);

}
