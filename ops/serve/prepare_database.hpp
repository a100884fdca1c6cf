// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/serve/deployment_files.hpp"
#include "storage/database.hpp"

#include <string>
#include <vector>

namespace muniment::ops {

/// What `muniment database prepare` is asked for. `values.dsn` is an administrator's, which nobody
/// keeps.
struct preparation {
  settings values;
  deployment_files files;
  std::size_t pool_logins = storage::usual_pool_logins; ///< each for 200 workspaces
  bool new_passwords = false; ///< although there are some: running servers lose the database
  bool make_keys = false;     ///< where there are none
};

enum class keys_found {
  none,
  kept,
  store_alone, ///< kept, and their master key is not in its file, as where systemd has it
  made
};

struct preparation_done {
  storage::deployment installation;
  std::string database;
  std::vector<std::string> logins;
  bool new_logins_file = false;
  keys_found keys = keys_found::none;
};

/// Makes or completes roles, rights and schema of a deployment, its logins file and, if asked, its
/// keys. Repeating it changes nothing; what a killed one left is completed; the logins file is
/// written before the database knows its passwords. Throws storage::startup_error.
preparation_done prepare_database(const preparation& wanted);

}
