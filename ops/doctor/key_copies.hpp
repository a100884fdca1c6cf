// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/doctor/finding.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace muniment::doctor {

/// A directory that `key_copies` names, compared with the key store.
struct key_copy {
  std::filesystem::path path;
  std::string failure = {};                ///< why it cannot be read; empty when it can
  std::vector<std::string> missing = {};   ///< names of the store's eras and dumps that it lacks
  std::vector<std::string> different = {}; ///< those that hold other bytes
  std::vector<std::string> destroyed = {}; ///< eras that the store has not any more
  std::vector<std::string> left_over = {}; ///< dumps that the store has not any more
  bool same_place = false;                 ///< it is the key store, or within it
  bool same_disk = false;                  ///< as the key store
  bool in_data_directory = false;          ///< where the database and so its backups are
  bool with_master_key = false;            ///< a file of the master key's name lies in it
  bool open_to_others = false;
};

/// What to do when none is named, then each copy's findings, the gravest first. A copy is a mirror:
/// what it keeps beyond the store is graver than what it lacks, since that undoes erasures.
findings judge_copies(const std::vector<key_copy>& copies, const std::filesystem::path& store);

}
