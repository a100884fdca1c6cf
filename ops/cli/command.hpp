// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/cli/command_line.hpp"

namespace muniment::cli {

/// Adds one subcommand with its options to the command line and sets its callback, which does the
/// work. A callback that returns has succeeded; it fails by an exception, of which
/// `storage::startup_error` also carries a hint.
using registrar = void (*)(subcommand);

void add_up(subcommand app);
void add_serve(subcommand app);
void add_database_commands(subcommand app);
void add_workspace_commands(subcommand app);
void add_user_commands(subcommand app);
void add_client_commands(subcommand app);
void add_project_commands(subcommand app);
void add_session_commands(subcommand app);
void add_consent_commands(subcommand app);
void add_key_commands(subcommand app);
void add_audit(subcommand app);
void add_events(subcommand app);
void add_journal(subcommand app);
void add_projections(subcommand app);
void add_doctor(subcommand app);
void add_completion(subcommand app);
void add_man(subcommand app);

}
