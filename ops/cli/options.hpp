// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/cli/api.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <string>

namespace muniment::cli {

/// The options of a subcommand that speaks to a deployment, kept as long as the command line.
using connection = std::shared_ptr<connection_options>;

/// A group of subcommands, such as `user`, with `--credential`.
CLI::App* add_group(CLI::App& app, const std::string& name, const std::string& help,
                    const connection& into);

/// `--credential`.
void add_credential(CLI::App* command, const connection& into);

/// `--workspace`, for what belongs to one.
void add_workspace(CLI::App* command, const connection& into);

/// What `--limit` takes: from 1 to a thousand million.
CLI::Range most_items();

/// What `--after` takes: a position of a journal, or 0.
CLI::Range a_position();

/// `--json`, for what reads.
void add_json(CLI::App* command, const connection& into);

}
