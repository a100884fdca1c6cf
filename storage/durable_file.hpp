// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/bytes.hpp"

#include <filesystem>
#include <string_view>
#include <sys/types.h>

namespace muniment::storage {

/// Replaces the file as a whole and durably: written beside, synced, renamed. A reader sees the old
/// or the new text, never a part, also after a power cut. Throws `startup_error`.
void replace_file(const std::filesystem::path& file, std::string_view text, mode_t mode);

/// Writes all of it, in as many parts as the kernel takes it in, and through interruptions; false,
/// with the reason in `errno`, when it cannot.
bool write_all(int file, bytes_view data);

/// Makes the entries of a directory durable. Throws `startup_error`.
void sync_directory(const std::filesystem::path& folder);

}
