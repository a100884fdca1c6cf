// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/command.hpp"
#include "ops/cli/table.hpp"
#include "ops/cli/usage_error.hpp"

#include <CLI/CLI.hpp>

#include <array>
#include <iostream>
#include <optional>
#include <string>

namespace muniment::cli {
namespace {

constexpr int failure = 1;
constexpr int wrong_usage = 2;

/// Every subcommand, in the order of the help.
constexpr std::array<registrar, 17> commands{add_up,
                                             add_serve,
                                             add_database_commands,
                                             add_workspace_commands,
                                             add_user_commands,
                                             add_client_commands,
                                             add_project_commands,
                                             add_session_commands,
                                             add_consent_commands,
                                             add_key_commands,
                                             add_audit,
                                             add_events,
                                             add_journal,
                                             add_projections,
                                             add_doctor,
                                             add_completion,
                                             add_man};

constexpr auto purpose =
    "Muniment: an identity server whose every change is an event that is kept and can be proven.\n"
    "Start here:  muniment up          a server with its own database, in one directory\n"
    "Then:        muniment up --help   what it does and which directory it takes\n"
    "             muniment user list -w demo\n"
    "Production:  muniment database prepare --help, then muniment serve --help\n"
    "In doubt:    muniment doctor      what is wrong, and how to mend it\n"
    "Exit codes:  0 done, 1 failed, 2 wrong usage (nothing was changed)";

int complain(const std::string& message, const std::string& hint, int code) {
  std::cerr << "muniment: " << message << "\n  hint: " << hint << "\n";
  return code;
}

std::string in_one_line(std::string text) {
  for (auto& c : text)
    if (c == '\n') c = ' ';
  return text;
}

/// A word that is no command where one is wanted, and how to learn which there are.
struct unknown_command {
  std::string word;
  std::string hint;
};

/// CLI11 would only say that a subcommand is missing or, before `--help`, nothing.
std::optional<unknown_command> find_unknown_command(const CLI::App& app, int argc, char** argv) {
  const auto* at = &app;
  auto known = app.get_name();
  for (int next = 1; next < argc && argv[next][0] != '-'; ++next) {
    if (at->get_subcommands({}).empty()) break;
    const std::string word = argv[next];
    const auto found =
        at->get_subcommands([&](const CLI::App* each) { return each->get_name() == word; });
    if (found.empty()) return unknown_command{word, known + " --help"};
    at = found.front();
    known += ' ' + word;
  }
  return std::nullopt;
}

/// How to learn about the command that was begun.
std::string help_about(const CLI::App& app) {
  auto words = app.get_name();
  for (auto begun = app.get_subcommands(); !begun.empty(); begun = begun.front()->get_subcommands())
    words += ' ' + begun.front()->get_name();
  return words + " --help";
}

/// `--help` and `--version` end as commands do.
void do_what_is_asked(CLI::App& app, int argc, char** argv) {
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& wish) {
    app.exit(wish);
  }
  std::cout << std::flush;
  demand_output();
}

int run(int argc, char** argv) {
  CLI::App app(purpose, "muniment");
  app.set_version_flag("--version", std::string("muniment ") + MUNIMENT_VERSION);
  app.require_subcommand(1);
  for (const auto add : commands)
    add(app);
  if (const auto unknown = find_unknown_command(app, argc, argv))
    return complain("there is no command '" + in_one_line(unknown->word) + "'", unknown->hint,
                    wrong_usage);
  try {
    do_what_is_asked(app, argc, argv);
    return 0;
  } catch (const CLI::ParseError& error) {
    return complain(in_one_line(error.what()), help_about(app), wrong_usage);
  } catch (const usage_error& error) {
    return complain(in_one_line(error.what()), error.hint(), wrong_usage);
  } catch (const storage::startup_error& error) {
    return complain(in_one_line(error.what()), error.hint(), failure);
  } catch (const std::exception& error) {
    return complain(in_one_line(error.what()), "this should not happen; please report it", failure);
  }
}

}
}

int main(int argc, char** argv) { return muniment::cli::run(argc, argv); }
