// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/command.hpp"
#include "ops/cli/stop_signal.hpp"
#include "storage/embedded_postgres.hpp"
#include "storage/startup_error.hpp"

#include <cstdlib>
#include <iostream>
#include <memory>
#include <unistd.h>

namespace muniment::cli {
namespace {

namespace fs = std::filesystem;

constexpr auto help =
    "Runs Muniment with a private PostgreSQL in one directory, until Ctrl-C.\n"
    "The first time it makes the directory; after that it goes on where it stopped, also after a\n"
    "crash. The database has no network port: it listens on a unix socket in that directory.";

struct wishes {
  fs::path data_directory;
  std::string account = "muniment";
};

fs::path default_data_directory() {
  if (::geteuid() == 0) return "/var/lib/muniment";
  if (const char* data = std::getenv("XDG_DATA_HOME"); data && *data)
    return fs::path(data) / "muniment";
  const char* home = std::getenv("HOME");
  return home && *home ? fs::path(home) / ".local/share/muniment" : fs::path("muniment-data");
}

void tell(std::string_view step) { std::cout << "... " << step << std::endl; }

void wait_until_told(const storage::embedded_postgres& database, const stop_signal& stop,
                     const fs::path& directory) {
  constexpr std::chrono::milliseconds between_looks{500};
  while (!stop.arrived(between_looks))
    if (!database.running())
      throw storage::startup_error("PostgreSQL ended by itself",
                                   "see " + (directory / "postgres.log").string() +
                                       ", then start again");
}

void up(const wishes& wished) {
  const stop_signal stop;
  storage::embedded_postgres_options options;
  options.data_directory = wished.data_directory;
  options.account = wished.account;
  auto database = storage::embedded_postgres::start(options, tell, [&] { return stop.arrived(); });
  std::cout << "PostgreSQL is ready.\n"
            << "  data directory  " << fs::canonical(wished.data_directory).string() << "\n"
            << "  look inside     psql \"" << database.dsn() << "\"\n"
            << "There is no HTTP server in this version yet. Ctrl-C stops." << std::endl;
  wait_until_told(database, stop, wished.data_directory);
  tell("stopping PostgreSQL");
  database.stop();
  std::cout << "Stopped." << std::endl;
}

}

void add_up(CLI::App& app) {
  const auto wished = std::make_shared<wishes>();
  wished->data_directory = default_data_directory();
  auto* command = app.add_subcommand("up", help);
  command->add_option("--data-dir", wished->data_directory, "Where everything is kept")
      ->type_name("DIRECTORY")
      ->capture_default_str();
  command
      ->add_option("--postgres-account", wished->account,
                   "As root: the account that runs PostgreSQL, made when missing")
      ->type_name("NAME")
      ->capture_default_str();
  command->callback([wished] { up(*wished); });
}

}
