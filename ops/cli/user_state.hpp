// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/cli/options.hpp"

namespace muniment::cli {

/// Adds to the group `user` what changes an account that is there: whether it may sign in, its
/// lockout, its password, its roles.
void add_user_state_commands(subcommand group, const connection& to);

}
