// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/dsn.hpp"
#include "storage/schema_name.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace muniment::test {

/// What a journal host is told by a file, because connection strings hold passwords and a command
/// line can be read by everybody.
struct host_settings {
  std::string commits;   ///< connection string of the hub, which may lead through a proxy
  std::string takeovers; ///< of the archivist's own hub connection
  std::string reads;     ///< of the pool; its logins are below
  std::vector<storage::login> logins;
  std::string schema;
  std::string log; ///< file that takes what libraries print
  bool dedup = true;
  bool as_server_is_set = false; ///< as of `hub_options`
  std::chrono::milliseconds lock_timeout{500};
  std::chrono::milliseconds commit_deadline{2'000};
};

/// Writes them where only this account may read.
void write_settings(const host_settings& settings, const std::filesystem::path& file);

/// Throws std::runtime_error when the file cannot be read or says something unknown.
host_settings read_settings(const std::filesystem::path& file);

}
