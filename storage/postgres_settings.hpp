// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/postgres_cluster.hpp"

#include <string>

namespace muniment::storage {

/// The text of postgresql.conf. Statements, parameters and error details stay out of the log,
/// because they may hold what a person typed.
std::string settings_text(const postgres_cluster& cluster,
                          const embedded_postgres_options& options);

/// The text of pg_hba.conf: the unix socket only, SCRAM for everybody.
std::string access_text();

}
