// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/cli/description.hpp"

#include <string>

/// What a shell needs to complete the command line: subcommands, options, and values where there
/// are few. Text for the shell's own language; pure.
namespace muniment::cli {

std::string bash_completion(const command_described& program);
std::string zsh_completion(const command_described& program);
std::string fish_completion(const command_described& program);

}
