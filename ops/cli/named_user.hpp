// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/cli/api.hpp"
#include "ops/cli/options.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace muniment::cli {

/// The person with this id or user name; whoever has the id is meant where a name looks like one.
/// Throws storage::startup_error when there is nobody.
boost::json::object found_user(api& at, const std::string& who);

/// The path of that person in the admin API.
std::string path_of_user(api& at, const std::string& who);

/// The id of a party whom the audit names: a UUID as it is, since it may be an operator's or a
/// client's and no user name shall pass for one; else that of the person with this id or user name.
/// Nobody for an empty text. Throws as `found_user`.
std::string id_of_party(api& at, const std::string& who);

/// A subcommand about one person of a workspace, whom its first argument names: `who`, which lives
/// as long as the command line, as `to` does.
subcommand add_about_user(subcommand group, const std::string& name, const std::string& help,
                          std::string& who, const connection& to);

/// The first line of standard input as a password, which no argument may be: others see those. It
/// is read from a pipe or file. Throws storage::startup_error when there is none, of which
/// `example` is a hint, or it is not UTF-8.
std::string password_line(const std::string& example);

}
