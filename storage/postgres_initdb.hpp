// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/postgres_cluster.hpp"

namespace muniment::storage {

/// Makes PGDATA with `initdb`, and the superuser's password file before it. Done in a folder beside
/// and then renamed, so that a kill in between leaves no half-made cluster. Throws `startup_error`.
void initialise_cluster(const postgres_cluster& cluster, bool durable);

}
