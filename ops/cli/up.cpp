// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/command.hpp"
#include "ops/cli/data_directory.hpp"
#include "ops/cli/deployment_settings.hpp"
#include "ops/cli/stop_signal.hpp"
#include "ops/serve/demo.hpp"
#include "ops/serve/local_authority.hpp"
#include "ops/serve/local_database.hpp"
#include "ops/serve/local_keys.hpp"
#include "ops/serve/operator_credential.hpp"
#include "ops/serve/service.hpp"
#include "storage/embedded_postgres.hpp"
#include "storage/startup_error.hpp"

#include <spdlog/sinks/basic_file_sink.h>

#include <array>
#include <iostream>
#include <memory>
#include <netdb.h>

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

void wait_until_told(const storage::embedded_postgres& database, const stop_signal& stop,
                     const fs::path& directory) {
  constexpr std::chrono::milliseconds between_looks{500};
  while (!stop.arrived(between_looks))
    if (!database.running())
      throw storage::startup_error("PostgreSQL ended by itself",
                                   "see " + (directory / "postgres.log").string() +
                                       ", then start again");
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

/// Libraries resolve names below .localhost only where the machine's resolver does.
bool resolves(const std::string& host) {
  addrinfo* found = nullptr;
  const bool answered = ::getaddrinfo(host.c_str(), nullptr, nullptr, &found) == 0;
  if (found) ::freeaddrinfo(found);
  return answered;
}

void greet(const ops::demo& shown, const ops::settings& values, const fs::path& directory) {
  const auto host = "demo." + values.base_domain;
  std::cout << "\nMuniment is ready.\n"
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
  if (!resolves(host))
    std::cout << "  hint: this machine does not resolve " << host
              << "; install libnss-myhostname, or add to /etc/hosts:\n"
              << "        127.0.0.1 " << host << " system." << values.base_domain << "\n";
  std::cout << "Ctrl-C stops." << std::endl;
}

void up(const wishes& wished) {
  const stop_signal stop;
  const auto values = settings_of(wished);
  storage::embedded_postgres_options options;
  options.data_directory = wished.data_directory;
  options.account = wished.account;
  auto database = storage::embedded_postgres::start(options, tell, [&] { return stop.arrived(); });
  const auto directory = fs::canonical(wished.data_directory);
  tell("preparing the database");
  const auto prepared = ops::prepare_local_database(database.dsn(), values.base_domain);
  const auto keys = ops::open_local_keys(directory);
  const auto certificates = ops::prepare_local_certificates(directory / "tls", values.base_domain,
                                                            std::chrono::system_clock::now());
  ops::service server(
      {values,
       database.dsn(),
       prepared.logins,
       [eras = std::vector<storage::era>(keys.eras().rbegin(), keys.eras().rend())] {
         return eras;
       },
       {certificates.chain, certificates.key, values.tls_minimum == "1.2"},
       std::make_shared<spdlog::sinks::basic_file_sink_mt>((directory / "access.log").string()),
       std::make_shared<spdlog::sinks::basic_file_sink_mt>((directory / "muniment.log").string())});
  server.start();
  tell("making the workspaces system and demo");
  ops::prepare_operator(server, directory / "operator.json", certificates.authority);
  const auto shown = ops::prepare_demo(server, directory / "demo.json", wished.demo_port);
  greet(shown, values, directory);
  wait_until_told(database, stop, directory);
  tell("answering what is in flight");
  server.stop(std::chrono::seconds{10});
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
