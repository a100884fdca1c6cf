// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

/// Which process has what, read from /proc: nothing is locked or bound to find out.
namespace muniment::doctor {

/// A process, as far as this account may see it.
struct process {
  pid_t id = 0;
  std::string program = {}; ///< its name, at most 15 octets
  friend bool operator==(const process&, const process&) = default;
};

/// `process 123 (muniment)`. Pure.
std::string named(const process& who);

/// Who holds the `directory_lock` of a folder; nothing when nobody does. A process of another
/// account, whose files may not be seen, holds it when the lock names it and it is a muniment.
std::optional<process> lock_holder(const std::filesystem::path& folder);

/// What listens on a TCP port.
struct port_holders {
  bool listened = false;               ///< somebody does
  std::vector<process> processes = {}; ///< who, as far as it may be seen
};
port_holders holders_of(std::uint16_t port);

}
