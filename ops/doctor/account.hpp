// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/doctor/finding.hpp"

#include <filesystem>
#include <string>

namespace muniment::doctor {

/// Who looks at a deployment, and whose it is.
struct account_state {
  std::string ours;
  bool root = false;
  std::string owner = {}; ///< of what is looked at; empty where nothing is there yet
  bool hidden = false;    ///< not even that may be seen
};
account_state state_of_account(const std::filesystem::path& of);

/// Failed where so much is hidden that what else is found would mislead.
finding judge_account(const account_state& seen, const std::filesystem::path& of);

/// Sees files as the account that owns `of` does, where we are root and it is another: what root
/// can read, the server may not. Anywhere else it changes nothing. For a process with one thread.
class eyes_of_owner {
public:
  explicit eyes_of_owner(const std::filesystem::path& of);
  ~eyes_of_owner();
  eyes_of_owner(const eyes_of_owner&) = delete;
  eyes_of_owner& operator=(const eyes_of_owner&) = delete;

private:
  bool borrowed_ = false;
};

/// Whether it is there and may be seen.
bool is_there(const std::filesystem::path& path);

/// Whether others than the owner may do anything with it; false for what is not there.
bool open_to_others(const std::filesystem::path& path);

}
