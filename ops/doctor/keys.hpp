// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/uuid.hpp"
#include "ops/doctor/finding.hpp"
#include "storage/key_store_survey.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace muniment::doctor {

/// Where a key store or a copy of one lies.
struct key_directory {
  std::filesystem::path path;
  bool open_to_others = false;
  bool in_data_directory = false; ///< where the database and so its backups are
};

/// The store itself. `production`: the database is not the private one of `muniment up`.
finding judge_key_store(const key_directory& store, bool production);

/// What is in it: is there an era key, and is a roll under way?
findings judge_eras(const storage::key_store_survey& seen);

/// A workspace as its database knows it, and the era its key lies under there.
struct keyed_workspace {
  uuid id;
  std::string slug;
  std::chrono::system_clock::time_point created_at;
  std::optional<std::uint32_t> era = {}; ///< nothing before its first event
};

/// Whether database and key store belong together: the key of every workspace must lie under an era
/// that the store holds.
finding judge_workspaces(const std::vector<keyed_workspace>& all,
                         const storage::key_store_survey& seen);

/// Whether every workspace that was there at the last roll has a dump under the current era.
/// `era_made`: when the current era's file was written.
finding judge_dumps(const std::vector<keyed_workspace>& all, const storage::key_store_survey& seen,
                    std::chrono::system_clock::time_point era_made);

}
