// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/seal.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>

/// One era key on disk: 32 octets in a box (`crypto::seal`) under the master key, its number bound
/// in. Private to the key store. All throw `startup_error`.
namespace muniment::storage {

/// Makes a new key and writes it durably; a file of that name is replaced.
std::shared_ptr<const crypto::sealing_key> write_era_file(const std::filesystem::path& file,
                                                          std::uint32_t number,
                                                          const crypto::sealing_key& master);

/// Says apart in its error: another master key, or a damaged file.
std::shared_ptr<const crypto::sealing_key> read_era_file(const std::filesystem::path& file,
                                                         std::uint32_t number,
                                                         const crypto::sealing_key& master);

/// Whether a destruction has come as far as the overwriting.
bool is_blank_era_file(const std::filesystem::path& file);

/// Overwrites with zeros, syncs, unlinks, syncs the directory. What a disk keeps of the old blocks
/// still lies under the master key.
void destroy_era_file(const std::filesystem::path& file);

}
