// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/address_proof.hpp"
#include "ops/cli/command.hpp"
#include "ops/cli/data_directory.hpp"
#include "ops/cli/deployment_settings.hpp"
#include "ops/cli/stop_signal.hpp"
#include "ops/serve/demo.hpp"
#include "ops/serve/local_authority.hpp"
#include "ops/serve/local_database.hpp"
#include "ops/serve/local_keys.hpp"
#include "ops/serve/operator_credential.hpp"
#include "ops/serve/running.hpp"
#include "ops/serve/service.hpp"
#include "storage/embedded_postgres.hpp"
#include "storage/startup_error.hpp"

#include <spdlog/sinks/basic_file_sink.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iostream>
#include <memory>

namespace muniment::cli {
namespace {

namespace fs = std::filesystem;

constexpr auto help =
    "Runs Muniment with a private PostgreSQL in one directory, until Ctrl-C.\n"
    "The first time it makes the directory, a certificate authority for names below .localhost, "
    "and\n"
    "the workspaces `system` and `demo`; after that it goes on where it stopped, also after a "
    "crash.\n"
    "The database has no network port: it listens on a unix socket in that directory.";

struct wishes {
  fs::path data_directory;
  std::string account = "muniment";
  std::shared_ptr<setting_flags> settings = std::make_shared<setting_flags>();
  std::uint16_t demo_port = 3000;
};

void tell(std::string_view step) { std::cout << "... " << step << std::endl; }

void demand_running(const storage::embedded_postgres& database, const fs::path& directory) {
  if (database.running()) return;
  throw storage::startup_error("PostgreSQL ended by itself",
                               "see " + (directory / "postgres.log").string() +
                                   ", then start again");
}

void make_operator(ops::service& server, const fs::path& file, const fs::path& authority) {
  switch (ops::prepare_operator(server, file, authority)) {
  case ops::operator_found::here:
    return;
  case ops::operator_found::elsewhere:
    tell("the operator's credential " + file.string() +
         " is gone: restore it, only with it can the deployment be administered");
    return;
  case ops::operator_found::not_now:
    throw storage::startup_error{"the workspace system does not wake",
                                 "start again; the log tells more"};
  }
}

constexpr std::array<std::string_view, 3> settings_taken{"listen_port", "public_port",
                                                         "operations_port"};

/// The port in addresses is the one listened on, unless a flag, the environment or a file says
/// otherwise.
ops::settings settings_of(const wishes& wished) {
  auto sources = sources_of(*wished.settings);
  sources.presets = {{"public_port", std::to_string(settings_from(sources).values.listen_port)}};
  return settings_from(sources).values;
}

using proofs = std::vector<address_proof>;

/// Which programs the address was seen to work with, and which it does not work with.
void show_proofs(const proofs& tried) {
  std::string works;
  for (const auto& each : tried)
    if (each.fault.empty()) works += (works.empty() ? "" : ", ") + each.program;
  if (!works.empty()) std::cout << "  tried with      " << works << "\n";
  for (const auto& each : tried)
    if (!each.fault.empty())
      std::cout << "  fails with      " << each.program << ": " << each.fault
                << "\n  hint: " << each.hint << "\n";
}

void greet(const ops::demo& shown, const proofs& tried, const fs::path& directory) {
  const bool works =
      std::ranges::all_of(tried, [](const auto& each) { return each.fault.empty(); });
  std::cout << (works ? "\nMuniment is ready.\n"
                      : "\nMuniment runs, but not every program can use its address.\n")
            << "  open            " << shown.issuer << "/account\n"
            << "  issuer          " << shown.issuer << "\n"
            << "  sign in as      " << shown.user_name << "  " << shown.password << "\n"
            << "  public client   " << shown.spa_client << "  (redirect " << shown.redirect_uri
            << ")\n"
            << "  web client      " << shown.web_client << "  " << shown.web_secret << "\n"
            << "  trust           " << (directory / "tls" / "ca.pem").string() << "\n"
            << "  try             curl --cacert " << (directory / "tls" / "ca.pem").string() << ' '
            << shown.issuer << "/.well-known/openid-configuration\n"
            << "  kept in         " << (directory / "demo.json").string() << "\n";
  show_proofs(tried);
  std::cout << "Ctrl-C stops." << std::endl;
}

void up(const wishes& wished) {
  stop_signal stop{hangup::asks_a_service_to_reload};
  const auto values = settings_of(wished);
  storage::embedded_postgres_options options;
  options.data_directory = wished.data_directory;
  options.account = wished.account;
  auto database = storage::embedded_postgres::start(options, tell, [&] { return stop.arrived(); });
  const auto directory = fs::canonical(wished.data_directory);
  tell("preparing the database");
  const auto prepared = ops::prepare_local_database(database.dsn(), values.base_domain);
  const auto keys = std::make_shared<storage::key_keeper>(ops::open_local_keys(directory));
  const auto certificates = ops::prepare_local_certificates(directory / "tls", values.base_domain,
                                                            std::chrono::system_clock::now());
  ops::service server(
      {values,
       database.dsn(),
       prepared.logins,
       keys,
       {certificates.chain, certificates.key, values.tls_minimum == "1.2"},
       std::make_shared<spdlog::sinks::basic_file_sink_mt>((directory / "access.log").string()),
       std::make_shared<spdlog::sinks::basic_file_sink_mt>((directory / "muniment.log").string())});
  server.start();
  tell("making the workspaces system and demo");
  make_operator(server, directory / "operator.json", certificates.authority);
  const auto shown = ops::prepare_demo(server, directory / "demo.json", wished.demo_port);
  tell("trying the address");
  const char* path = std::getenv("PATH");
  const auto tried = prove_address(
      shown.issuer, certificates.authority,
      {.node = find_node(path ? path : ""), .give_up = [&stop] { return stop.arrived(); }});
  if (!stop.arrived()) greet(shown, tried, directory);
  ops::run_until_stopped(server, {[&](auto limit) {
                                    const bool now = stop.arrived(limit);
                                    if (stop.asks_to_reload()) server.reload_certificates();
                                    if (now) tell("answering what is in flight");
                                    return now;
                                  },
                                  [&] { demand_running(database, directory); }});
  tell("stopping PostgreSQL");
  database.stop();
  std::cout << "Stopped." << std::endl;
}

}

void add_up(CLI::App& app) {
  const auto wished = std::make_shared<wishes>();
  wished->data_directory = default_data_directory();
  auto* command = app.add_subcommand("up", help);
  const auto option = [&](const char* flag, auto& value, const char* what, const char* type) {
    command->add_option(flag, value, what)->type_name(type)->capture_default_str();
  };
  option("--data-dir", wished->data_directory, "Where everything is kept", "DIRECTORY");
  option("--postgres-account", wished->account,
         "As root: the account that runs PostgreSQL, made when missing", "NAME");
  add_setting_flags(command, wished->settings, settings_taken);
  option("--demo-port", wished->demo_port, "The port of the demo clients' redirect URI", "PORT");
  command->callback([wished] { up(*wished); });
}

}
