// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace muniment::storage {

/// Opens PostgreSQL's log for appending; one grown over 8 MiB is first put aside as `<log>.1`. The
/// caller closes it. Throws `startup_error`.
int open_postgres_log(const std::filesystem::path& log);

/// The line of the log that best explains why PostgreSQL ended; empty when there is none.
std::string last_complaint(const std::filesystem::path& log);

}
