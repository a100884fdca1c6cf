// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <filesystem>
#include <sys/types.h>
#include <vector>

namespace muniment::storage {

/// The processes of a program `postgres` whose working directory is `data`: a postmaster and all
/// its children, as PostgreSQL enters its data directory first of all. Whoever else stands there, a
/// shell or ourselves, is none of them; processes of others that we may not look into are not seen.
std::vector<pid_t> postgres_processes(const std::filesystem::path& data);

/// Stops a PostgreSQL left behind by a muniment that was killed: first as gently as on a normal
/// stop, then, for each `patience` that passes, with the next stronger signal. Also waits for the
/// children of a killed postmaster and removes a pid file whose number now belongs to another
/// program. The caller holds the lock of the data directory, so that nobody else can be using it.
/// True when there was something to stop; throws `startup_error` when it cannot be stopped.
bool stop_orphan(const std::filesystem::path& data, std::chrono::seconds patience);

}
