// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <spdlog/spdlog.h>

#include <memory>
#include <string>

namespace muniment::ops {

/// Where lines go that a setting names: `stdout`, `stderr`, or a file, which is appended to. Throws
/// storage::startup_error.
spdlog::sink_ptr sink_of(const std::string& where);

/// Makes of each message one JSON object a line: `time`, `kind` (`program`), `level`, `message`,
/// which is cut at a thousand octets; what is not printable ASCII in it becomes `?`.
std::unique_ptr<spdlog::formatter> json_lines();

/// From now on what this process logs is that, on standard error. `least` is a log level of the
/// settings.
void log_as_json(const std::string& least);

}
