// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace muniment::storage {

/// The PostgreSQL major version this build runs and reads.
inline constexpr auto postgres_major = "15";

/// The directory holding `postgres` and `initdb` of the major version we run: Debian's, else the
/// first on PATH. Throws `startup_error` when there is none or it is another version.
std::filesystem::path find_postgres_binaries();

}
