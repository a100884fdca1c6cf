// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <spdlog/common.h>

#include <cstddef>
#include <filesystem>

namespace muniment::ops {

/// What a log of `muniment up` takes of the disk at most: so many octets in the file that is
/// written, and as many in each of so many older ones.
inline constexpr std::size_t most_log_octets = 32U << 20;
inline constexpr std::size_t older_log_files = 4;

/// Appends to a file. Before a line would make it larger than `octets` it becomes the newest of the
/// `older` ones (`access.1.log` of `access.log`), and the oldest is removed. Throws
/// storage::startup_error.
spdlog::sink_ptr rotating_sink(const std::filesystem::path& file,
                               std::size_t octets = most_log_octets,
                               std::size_t older = older_log_files);

}
