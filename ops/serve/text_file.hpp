// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace muniment::ops {

/// What is in a file; nothing when it is not there or cannot be read. For files of our own, which
/// are small.
std::optional<std::string> read_text(const std::filesystem::path& file);

}
