// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <sys/types.h>

namespace muniment::doctor {

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
