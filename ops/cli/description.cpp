// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/description.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iterator>
#include <sstream>

namespace muniment::cli {
namespace {

constexpr std::string_view example_mark = "Example: ";

/// `{a,b}` somewhere in the name of a type.
std::vector<std::string> choices_in(const std::string& type) {
  const auto from = type.find('{');
  const auto to = type.find('}', from);
  std::vector<std::string> choices;
  if (from == std::string::npos || to == std::string::npos) return choices;
  std::istringstream list{type.substr(from + 1, to - from - 1)};
  for (std::string each; std::getline(list, each, ',');)
    choices.push_back(each);
  return choices;
}

/// `TEXT:{a,b}` is a text, `UINT:INT in [1 - 9]` a number.
std::string value_of(const CLI::Option& option) {
  if (option.get_items_expected_max() == 0) return {};
  const auto type = option.get_type_name();
  const auto value = type.substr(0, type.find(':'));
  return value.empty() ? "VALUE" : value;
}

option_described described(const CLI::Option& option) {
  option_described all;
  all.positional = option.get_positional();
  if (all.positional)
    all.names.push_back(option.get_name(true));
  else {
    for (const auto& each : option.get_snames())
      all.names.push_back('-' + each);
    for (const auto& each : option.get_lnames())
      all.names.push_back("--" + each);
  }
  all.help = option.get_description();
  all.value = value_of(option);
  all.choices = choices_in(option.get_type_name());
  all.required = option.get_required();
  all.repeats = option.get_items_expected_max() > 1;
  return all;
}

void add_text(const std::string& description, command_described& into) {
  std::istringstream lines{description};
  bool goes_on = false; // the example of the line before
  for (std::string line; std::getline(lines, line);) {
    const bool begins = !goes_on && line.starts_with(example_mark);
    if (goes_on)
      into.examples.back() += '\n' + line;
    else if (begins)
      into.examples.push_back(line.substr(example_mark.size()));
    else
      into.text.push_back(line);
    goes_on = (begins || goes_on) && line.ends_with('\\');
  }
}

bool share_a_name(const option_described& one, const option_described& other) {
  return std::ranges::find_first_of(one.names, other.names) != one.names.end();
}

/// What a command takes of the options that are passed on to it: where it has one of that name
/// itself, CLI11 takes that.
std::vector<option_described> taken_of(const std::vector<option_described>& passed_on,
                                       const std::vector<option_described>& own) {
  const auto is_taken = [&](const option_described& each) {
    return !each.positional && std::ranges::none_of(own, [&](const option_described& its) {
      return share_a_name(its, each);
    });
  };
  std::vector<option_described> taken;
  std::ranges::copy_if(passed_on, std::back_inserter(taken), is_taken);
  return taken;
}

command_described described(const CLI::App& app, const std::string& above,
                            const std::vector<option_described>& passed_on) {
  command_described all;
  all.name = app.get_name();
  all.path = above.empty() ? all.name : above + ' ' + all.name;
  add_text(app.get_description(), all);
  for (const auto* option : app.get_options())
    all.options.push_back(described(*option));
  all.inherited = taken_of(passed_on, all.options);
  const auto further =
      app.get_fallthrough() ? options_behind(all) : std::vector<option_described>{};
  for (const auto* each : app.get_subcommands({}))
    if (!each->get_group().empty()) all.below.push_back(described(*each, all.path, further));
  return all;
}

}

command_described describe(const CLI::App& app) { return described(app, {}, {}); }

std::vector<option_described> options_behind(const command_described& command) {
  auto all = command.options;
  all.insert(all.end(), command.inherited.begin(), command.inherited.end());
  return all;
}

std::string summary_of(const command_described& command) {
  return command.text.empty() ? std::string{} : command.text.front();
}

}
