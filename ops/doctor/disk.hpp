// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/doctor/finding.hpp"

#include <cstdint>
#include <filesystem>

namespace muniment::doctor {

/// What is kept there, which decides how much room it needs: the later, the more.
enum class kept { keys, logs, database };

/// A file system, as statfs(2) tells of it.
struct disk_state {
  std::filesystem::path path;
  std::string what;      ///< `data directory`
  std::string also = {}; ///< what else lies there: `database, key store`
  kept purpose = kept::database;
  std::uint64_t octets_free = 0; ///< for others than root
  std::uint64_t octets = 0;
  std::uint64_t inodes_free = 0;
  std::uint64_t inodes = 0; ///< 0: it has no fixed number of them
  bool read_only = false;
  bool in_memory = false;
  bool trial = false; ///< it may be meant to be gone: of `muniment up`, or a log and nothing else
};

/// Whether it can be written to, then whether what is there lasts, then whether there is room.
finding judge_disk(const disk_state& disk);

}
