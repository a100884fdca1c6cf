// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <spdlog/spdlog.h>

#include <string>

namespace muniment::ops {

/// Where lines go that a setting names: `stdout`, `stderr`, or a file, which is appended to. Throws
/// storage::startup_error.
spdlog::sink_ptr sink_of(const std::string& where);

/// From now on what this process logs is one JSON object a line, on standard error: `time`,
/// `kind` (`log`), `level`, `message`. `least` is a log level of the settings.
void log_as_json(const std::string& least);

}
