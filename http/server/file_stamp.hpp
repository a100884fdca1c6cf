// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>

namespace muniment::http {

/// Which file stands at a path, and in which state: another file, other contents or other rights
/// make another stamp. What a symbolic link leads to counts, so that one set to another file is
/// seen. All zero where nothing can be looked at.
using file_stamp = std::array<std::int64_t, 8>;

file_stamp stamp_of(const std::filesystem::path& path);

}
