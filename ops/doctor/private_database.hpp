// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/doctor/finding.hpp"
#include "ops/doctor/processes.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace muniment::doctor {

/// The data directory of `muniment up` and the PostgreSQL in it.
struct private_database_state {
  std::filesystem::path directory;
  bool there = false;            ///< the directory holds a cluster
  std::string major = {};        ///< its PG_VERSION
  std::string wanted_major = {}; ///< the one this build runs
  std::string no_binaries = {};  ///< why PostgreSQL cannot be started; empty when it can
  std::vector<std::string> open_to_others = {}; ///< files that only their owner should read
  std::optional<process> server = {};           ///< the muniment that holds the lock
  std::vector<pid_t> postgres = {};             ///< processes of the cluster
  bool ended_cleanly = true;                    ///< no pid file was left behind
  std::string last_complaint = {};              ///< of its log
};

findings judge_private_database(const private_database_state& seen);

}
