// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace muniment::storage {

/// A Unix account another program is run as.
struct system_account {
  std::string name;
  uid_t uid = 0;
  gid_t gid = 0;
  std::vector<gid_t> groups;
};

/// The account called `name`, if there is one.
std::optional<system_account> find_account(const std::string& name);

/// The account that owns `path`. Throws `startup_error` when the path or the account does not
/// exist.
system_account owner_of(const std::filesystem::path& path);

/// The account called `name`, made as a system account without home or login when it is missing;
/// where that is impossible (no `useradd`, read-only /etc) the account `postgres`. Needs root.
/// Throws `startup_error` when neither can be had.
system_account find_or_create_account(const std::string& name);

}
