// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>

namespace muniment::cli {

/// Adds one subcommand with its options to the command line and sets its callback, which does the
/// work. A callback that returns has succeeded; it fails by an exception, of which
/// `storage::startup_error` also carries a hint.
using registrar = void (*)(CLI::App&);

void add_up(CLI::App& app);
void add_serve(CLI::App& app);
void add_database_commands(CLI::App& app);
void add_workspace_commands(CLI::App& app);
void add_user_commands(CLI::App& app);
void add_client_commands(CLI::App& app);
void add_project_commands(CLI::App& app);
void add_session_commands(CLI::App& app);
void add_consent_commands(CLI::App& app);
void add_key_commands(CLI::App& app);
void add_audit(CLI::App& app);
void add_events(CLI::App& app);
void add_journal(CLI::App& app);
void add_projections(CLI::App& app);
void add_doctor(CLI::App& app);
void add_completion(CLI::App& app);
void add_man(CLI::App& app);

}
