// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/command.hpp"
#include "ops/cli/data_directory.hpp"
#include "ops/cli/deployment_settings.hpp"
#include "ops/cli/terminal.hpp"
#include "ops/doctor/configuration.hpp"
#include "ops/doctor/looks.hpp"
#include "ops/doctor/report.hpp"
#include "storage/startup_error.hpp"

#include <boost/json/serialize.hpp>

#include <chrono>
#include <iostream>
#include <unistd.h>

namespace muniment::cli {
namespace {

constexpr auto help =
    "Looks at everything a deployment stands on and says how to mend what is wrong\n"
    "It checks settings, database, keys and their copies, TLS, names, ports, clock, disk and the\n"
    "operator's credential. It changes nothing, and works while the server runs and while it does\n"
    "not: without a `dsn` it looks at the data directory of `muniment up`, with one at that\n"
    "database. Run it as root or as the account that runs muniment, with the same settings. A\n"
    "running server is asked for one token, which its audit notes.\n"
    "It ends with 0 if every check is ok or a warning, and with 1 if one failed.\n"
    "Example: muniment doctor\n"
    "Example: muniment doctor --data-dir /var/lib/muniment --json\n"
    "Example: muniment doctor --config /etc/muniment/muniment.toml";

struct wishes {
  std::shared_ptr<setting_flags> settings = std::make_shared<setting_flags>();
  unsigned patience_seconds = 15;
  bool json = false;
};

/// As the commands that run a deployment read them: in the addresses of `muniment up`, the port is
/// the one listened on.
ops::setting_sources sources_as_run(const setting_flags& flags) {
  auto sources = sources_of(flags);
  if (const auto read = ops::load_settings(sources); read && read->values.dsn.empty())
    sources.presets = {{"public_port", std::to_string(read->values.listen_port)}};
  return sources;
}

doctor::examination examine(const wishes& wished) {
  using doctor::failed;
  doctor::examination all{{"settings", {}}};
  auto& about_settings = all.front().findings;
  try {
    const auto sources = sources_as_run(*wished.settings);
    const auto read = ops::load_settings(sources);
    about_settings = doctor::judge_settings(read);
    about_settings.insert(about_settings.begin(),
                          doctor::judge_settings_file(doctor::file_in(sources)));
    if (!read) return all; // What else there is to look at, only settings that hold can say.
    auto values = read->values;
    if (!values.data_directory.empty())
      values.data_directory = std::filesystem::absolute(values.data_directory).string();
    const auto looks =
        doctor::looks_at(doctor::places_of(std::move(values), default_data_directory()));
    for (auto& each : doctor::take(looks, std::chrono::seconds{wished.patience_seconds}))
      if (!each.findings.empty()) all.push_back(std::move(each));
  } catch (const storage::startup_error& error) {
    about_settings.push_back(failed("settings file", error.what(), error.hint()));
  }
  return all;
}

void show(const doctor::examination& all, bool json) {
  if (!json) {
    std::cout << doctor::render(all, {terminal_width(STDOUT_FILENO), takes_colour(STDOUT_FILENO)})
              << std::flush;
    return;
  }
  for (const auto& group : all)
    for (const auto& each : group.findings)
      std::cout << boost::json::serialize(doctor::object_of(group.group, each)) << '\n';
  std::cout << std::flush;
}

void examine_and_show(const wishes& wished) {
  const auto all = examine(wished);
  show(all, wished.json);
  if (const auto failed = doctor::count(all).failed; failed > 0)
    throw storage::startup_error{failed == 1 ? "one check failed"
                                             : std::to_string(failed) + " checks failed",
                                 "mend what the report says, then run muniment doctor again"};
}

}

void add_doctor(subcommand app) {
  const auto wished = std::make_shared<wishes>();
  auto command = app.add_subcommand("doctor", help);
  command
      .add_option_function(
          "--data-dir",
          [into = wished->settings](const std::string& text) {
            into->given.emplace_back("data_directory", text);
          },
          "The data directory of `muniment up`; the same as --data-directory")
      .type_name("DIRECTORY");
  command
      .add_option("--patience", wished->patience_seconds,
                  "Seconds after which a check without an answer has failed")
      .type_name("SECONDS")
      .between(1, 600)
      .capture_default_str();
  command.add_flag("--json", wished->json, "JSON, one check a line");
  add_setting_flags(command, wished->settings);
  command.callback([wished] { examine_and_show(*wished); });
}

}
