// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/secret.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// Where the master key comes from. It is 32 octets, random; written either as they are or as 64
/// lower-case hex digits with or without a newline. All throw `startup_error`, whose text names the
/// source and never what was read from it.
namespace muniment::storage {

/// From a file that belongs to us and that nobody else may read (0400 or 0600); a symbolic link is
/// refused.
crypto::secret_bytes master_key_from_file(const std::filesystem::path& file);

/// From a systemd credential: `name` in `directory`, the value of $CREDENTIALS_DIRECTORY. It
/// belongs to us or to root, and not everybody may read it (systemd grants us access by a group bit
/// or ACL).
crypto::secret_bytes master_key_from_credential(const std::filesystem::path& directory,
                                                std::string_view name);

/// From what a program prints (`run_key_command`). Blocks at most `deadline`.
crypto::secret_bytes
master_key_from_command(const std::vector<std::string>& argv,
                        std::chrono::milliseconds deadline = std::chrono::seconds{10});

/// Makes a new master key in a file that does not exist yet: 0400, hex, durable.
void write_new_master_key(const std::filesystem::path& file);

}
