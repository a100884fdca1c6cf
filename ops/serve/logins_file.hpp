// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/database.hpp"

#include <filesystem>

/// How the processes of a deployment log in at its database: one JSON object for its owner alone,
/// which `muniment database prepare` writes and `muniment serve` reads.
///
///     {"control": {"user": "muniment_control", "password": "…"},
///      "hub":     {"user": "muniment_hub",     "password": "…"},
///      "pools":  [{"user": "muniment_pool_0",  "password": "…"}, …]}
namespace muniment::ops {

/// Reads the file. One that others may read is refused. Throws storage::startup_error, which
/// repeats nothing of what is in it.
storage::logins read_logins(const std::filesystem::path& file);

/// Writes it as a whole, 0600. Throws storage::startup_error.
void write_logins(const std::filesystem::path& file, const storage::logins& kept);

/// Random passwords for all logins, `pools` of them of the pool.
storage::login_passwords fresh_passwords(std::size_t pools);

/// The passwords in there, with fresh ones for pool logins that are missing of `pools`.
storage::login_passwords passwords_in(const storage::logins& known, std::size_t pools);

}
