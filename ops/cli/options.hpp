// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/cli/api.hpp"
#include "ops/cli/command_line.hpp"

#include <memory>
#include <string>

namespace muniment::cli {

/// The options of a subcommand that speaks to a deployment, kept as long as the command line.
using connection = std::shared_ptr<connection_options>;

/// A group of subcommands, such as `user`, with `--credential`.
subcommand add_group(subcommand app, const std::string& name, const std::string& help,
                     const connection& into);

/// `--credential`.
void add_credential(subcommand command, const connection& into);

/// `--workspace`, for what belongs to one.
void add_workspace(subcommand command, const connection& into);

/// What `--limit` takes at most.
inline constexpr std::uint64_t most_items = 1'000'000'000;

/// The last position that a journal can have.
inline constexpr std::uint64_t last_position = INT64_MAX;

/// An option that takes a moment, which is read as the admin API reads it.
argument add_moment(subcommand command, const std::string& name, std::string& into,
                    const std::string& help);

/// `--as-of`, for what can be told of the past too: a moment or a position of the journal.
void add_as_of(subcommand command, std::string& into);

/// `--json`, for what reads.
void add_json(subcommand command, const connection& into);

}
