// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

/// The command line as data, taken from what CLI11 was told of it: completion and manual are made
/// of nothing else, so that they say what the program does.
namespace muniment::cli {

/// An option or a positional argument.
struct option_described {
  std::vector<std::string> names; ///< `-w`, `--workspace`; one bare word where it is positional
  std::string help;
  std::string value;                ///< what it takes, such as `SLUG`; empty for a flag
  std::vector<std::string> choices; ///< the only values, if there are but few
  bool positional = false;
  bool required = false;
  bool repeats = false;
  friend bool operator==(const option_described&, const option_described&) = default;
};

struct command_described {
  std::string path; ///< `muniment user create`
  std::string name; ///< its last word
  std::vector<std::string> text;
  std::vector<std::string> examples;
  std::vector<option_described> options;
  std::vector<command_described> below;
  /// Options of commands above that are taken behind this one as well, and that it has not itself.
  std::vector<option_described> inherited = {};
};

/// Everything below `app`, in the order of the help. A line of a description that begins with
/// `Example: ` is an example, which goes on behind a backslash as in a shell. Pure.
command_described describe(const CLI::App& app);

/// Every option that is taken behind a command: its own, then what it inherited.
std::vector<option_described> options_behind(const command_described& command);

/// The first sentence of a command's text.
std::string summary_of(const command_described& command);

/// Calls `visit(command)` for it and all below it, in order.
template <class Visit>
void for_each_command(const command_described& command, Visit&& visit) {
  visit(command);
  for (const auto& each : command.below)
    for_each_command(each, visit);
}

}
