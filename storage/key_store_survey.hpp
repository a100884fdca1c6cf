// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/secret.hpp"
#include "events/uuid.hpp"
#include "storage/key_tree.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace muniment::storage {

/// What lies in a key store, or in a copy of one. Seen without its lock, while its owner may be at
/// work: nothing is made, swept or destroyed.
struct key_store_survey {
  std::vector<std::uint32_t> eras;     ///< newest first, without those that hold only zeros
  std::vector<std::uint32_t> blank;    ///< zeros alone: a destruction that was interrupted
  std::map<uuid, std::uint32_t> dumps; ///< the era of each workspace's dump
  std::vector<std::string> damaged;    ///< names of eras and dumps that are none
};

/// Throws `startup_error` when the directory cannot be read.
key_store_survey survey_key_store(const std::filesystem::path& directory);

/// The era keys that a survey found, newest first. Throws `startup_error`, which says apart another
/// master key and a damaged file.
std::vector<era> read_eras(const std::filesystem::path& directory, const key_store_survey& seen,
                           const crypto::secret_bytes& master);

}
