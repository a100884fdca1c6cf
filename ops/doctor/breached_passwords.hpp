// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/doctor/look.hpp"
#include "ops/doctor/places.hpp"

#include <cstddef>
#include <filesystem>

namespace muniment::doctor {

/// What was seen of the list of stolen passwords.
struct breached_list {
  std::filesystem::path path;
  bool is_directory = false;
  std::size_t tried = 0;    ///< of its ranges
  std::size_t readable = 0; ///< of them
};

/// Whether somebody can choose a password by it, whichever it is. Pure.
finding judge_breached(const breached_list& seen);

/// Tries ranges of the list that `breached_passwords` names, spread over all; nothing where it
/// names none.
void look_at_breached(const places& at, listener& into);

}
