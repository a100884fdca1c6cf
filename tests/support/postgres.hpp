// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/embedded_postgres.hpp"

#include <string>

namespace muniment::test {

/// `fast` gives up surviving a crash; only for tests that never look at that.
enum class durability { full, fast };

/// Settings for a small throw-away cluster in `folder` that dies with the test process.
storage::embedded_postgres_options small_cluster(const std::filesystem::path& folder);

/// The real PostgreSQL of this test process, one per durability: started at first use in a
/// temporary directory, stopped and removed at exit; when the process crashes PostgreSQL ends with
/// it. Call it from the main thread first, because it ends with the thread that started it.
storage::embedded_postgres& postgres(durability wish = durability::full);

/// Makes an empty database in `postgres(wish)`; the superuser's connection string for it.
std::string fresh_database(durability wish = durability::full);

}
