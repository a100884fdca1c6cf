// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/cli/description.hpp"

#include <string>

namespace muniment::cli {

/// The manual page of section 1, for `man -l` and packages: everything the help says, in one place.
/// roff with the man macros. Pure.
std::string man_page(const command_described& program, const std::string& version);

}
