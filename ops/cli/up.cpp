// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/address_proof.hpp"
#include "ops/cli/command.hpp"
#include "ops/cli/data_directory.hpp"
#include "ops/cli/deployment_settings.hpp"
#include "ops/cli/stop_signal.hpp"
#include "ops/serve/certificate_files.hpp"
#include "ops/serve/certificate_renewal.hpp"
#include "ops/serve/demo.hpp"
#include "ops/serve/has_workspaces.hpp"
#include "ops/serve/issuers.hpp"
#include "ops/serve/local_authority.hpp"
#include "ops/serve/local_database.hpp"
#include "ops/serve/local_keys.hpp"
#include "ops/serve/log_files.hpp"
#include "ops/serve/operator_credential.hpp"
#include "ops/serve/running.hpp"
#include "ops/serve/service.hpp"
#include "storage/embedded_postgres.hpp"
#include "storage/startup_error.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <optional>

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

constexpr std::uint16_t usual_demo_port = 3000;

struct up_wishes {
  fs::path data_directory; ///< empty where none is named
  std::string account = "muniment";
  std::shared_ptr<setting_flags> settings = std::make_shared<setting_flags>();
  std::optional<std::uint16_t> demo_port;
};

void tell(std::string_view step) { std::cout << "... " << step << std::endl; }

void demand_running(const storage::embedded_postgres& database, const fs::path& directory) {
  if (database.running()) return;
  throw storage::startup_error("PostgreSQL ended by itself",
                               "see " + (directory / "postgres.log").string() +
                                   ", then start again");
}

void make_operator(ops::service& server, const fs::path& file, const fs::path& authority) {
  switch (ops::operator_entry{server, file, authority}.prepare()) {
  case ops::operator_found::here:
    return;
  case ops::operator_found::elsewhere:
    tell("the operator's credential " + file.string() +
         " is gone: restore it, only with it can the deployment be administered");
    return;
  case ops::operator_found::refused:
    tell("the operator's credential " + file.string() +
         " opens nothing: its client is not there, or has another secret; put one there that "
         "`muniment doctor` accepts");
    return;
  case ops::operator_found::not_now:
    throw storage::startup_error{"the workspace system does not wake",
                                 "start again; the log tells more"};
  }
}

constexpr std::array<std::string_view, 8> settings_taken{
    "listen_port",  "public_port",        "operations_port",     "tls_certificate_file",
    "tls_key_file", "tls_authority_file", "key_store_directory", "master_key_file"};

/// The port in addresses is the one listened on, unless a flag, the environment or a file says
/// otherwise.
ops::settings settings_of(const up_wishes& wished) {
  auto sources = sources_of(*wished.settings);
  sources.presets = {{"public_port", std::to_string(settings_from(sources).values.listen_port)}};
  auto values = settings_from(sources).values;
  if (!wished.data_directory.empty()) values.data_directory = wished.data_directory.string();
  if (values.data_directory.empty()) values.data_directory = default_data_directory().string();
  return values;
}

/// What the server shows, and what whoever connects is told to trust; empty where the system trusts
/// it.
struct served_certificate {
  http::tls_settings tls;
  fs::path authority;
};

/// The one that the settings name, else one that is made here.
served_certificate certificate_for(const ops::settings& values, const fs::path& directory) {
  if (!values.tls_certificate_file.empty())
    return {ops::certificate_of(values), values.tls_authority_file};
  const auto made = ops::prepare_local_certificates(directory / "tls", values.base_domain,
                                                    std::chrono::system_clock::now());
  return {{made.chain, made.key, values.tls_minimum == "1.2"}, made.authority};
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

void greet(const ops::demo& shown, const proofs& tried, const fs::path& authority,
           const fs::path& directory) {
  const bool works =
      std::ranges::all_of(tried, [](const auto& each) { return each.fault.empty(); });
  const auto trust = authority.empty() ? "" : "--cacert " + authority.string() + ' ';
  std::cout << (works ? "\nMuniment is ready.\n"
                      : "\nMuniment runs, but not every program can use its address.\n")
            << "  open            " << shown.issuer << "/account\n"
            << "  issuer          " << shown.issuer << "\n"
            << "  sign in as      " << shown.user_name << "  " << shown.password << "\n"
            << "  public client   " << shown.spa_client << "  (redirect " << shown.redirect_uri
            << ")\n"
            << "  web client      " << shown.web_client << "  " << shown.web_secret << "\n";
  if (!authority.empty()) std::cout << "  trust           " << authority.string() << "\n";
  std::cout << "  try             curl " << trust << shown.issuer
            << "/.well-known/openid-configuration\n"
            << "  kept in         " << (directory / "demo.json").string() << "\n";
  show_proofs(tried);
  std::cout << "Ctrl-C stops." << std::endl;
}

storage::embedded_postgres start_database(const up_wishes& wished, const ops::settings& values,
                                          const stop_signal& stop) {
  storage::embedded_postgres_options options;
  options.data_directory = values.data_directory;
  options.account = wished.account;
  return storage::embedded_postgres::start(options, tell, [&] { return stop.arrived(); });
}

ops::service_options options_of(ops::settings values, const storage::embedded_postgres& database,
                                const http::tls_settings& tls) {
  tell("preparing the database");
  auto prepared = ops::prepare_local_database(database.dsn(), values.base_domain);
  const fs::path directory = values.data_directory;
  const bool inhabited = ops::has_workspaces(database.dsn(), prepared.logins);
  auto keys = std::make_shared<storage::key_keeper>(
      ops::open_local_keys(ops::files_of(values, directory), prepared.installation.id, inhabited));
  return {std::move(values),
          database.dsn(),
          std::move(prepared.logins),
          std::move(keys),
          tls,
          ops::rotating_sink(directory / "access.log"),
          ops::rotating_sink(directory / "muniment.log")};
}

ops::demo make_first_entries(ops::service& server, const up_wishes& wished,
                             const fs::path& directory, const fs::path& authority) {
  ops::update_issuers(server, tell); // An earlier start may have had other settings.
  tell("making the workspaces system and demo");
  make_operator(server, directory / "operator.json", authority);
  const auto port = wished.demo_port.value_or(usual_demo_port);
  auto made = ops::prepare_demo(server, directory / "demo.json", port);
  if (wished.demo_port && made.redirect_uri != ops::demo_redirect_uri(port))
    tell("--demo-port changes nothing any more: the demo clients were made with " +
         made.redirect_uri);
  return made;
}

using renewal = std::optional<ops::certificate_renewal>;

/// Of the certificates that are made here; none of those that the settings name.
renewal renewal_for(const ops::settings& values, const fs::path& directory) {
  if (!values.tls_certificate_file.empty()) return {};
  return ops::certificate_renewal{directory / "tls", values.base_domain,
                                  std::chrono::system_clock::now()};
}

void serve(ops::service& server, storage::embedded_postgres& database, const fs::path& directory,
           renewal& certificates, stop_signal& stop) {
  ops::run_until_stopped(server, {[&](auto limit) {
                                    const bool now = stop.arrived(limit);
                                    if (stop.asks_to_reload()) server.reload_certificates();
                                    if (now) tell("answering what is in flight");
                                    return now;
                                  },
                                  [&] {
                                    demand_running(database, directory);
                                    if (certificates)
                                      certificates->look(std::chrono::system_clock::now());
                                  }});
  tell("stopping PostgreSQL");
  database.stop();
  std::cout << "Stopped." << std::endl;
}

void up(const up_wishes& wished) {
  // Whoever read what we say may be gone before us; the database is to be stopped all the same.
  std::signal(SIGPIPE, SIG_IGN);
  stop_signal stop{hangup::asks_a_service_to_reload};
  auto values = settings_of(wished);
  auto database = start_database(wished, values, stop);
  const auto directory = fs::canonical(values.data_directory);
  values.data_directory = directory.string();
  const auto certificate = certificate_for(values, directory);
  auto certificates = renewal_for(values, directory);
  ops::service server{options_of(std::move(values), database, certificate.tls)};
  server.start();
  const auto shown = make_first_entries(server, wished, directory, certificate.authority);
  ops::warn_of_issuers(server);
  tell("trying the address");
  const char* path = std::getenv("PATH");
  const auto tried = prove_address(
      shown.issuer, certificate.authority,
      {.node = find_node(path ? path : ""), .give_up = [&stop] { return stop.arrived(); }});
  if (!stop.arrived()) greet(shown, tried, certificate.authority, directory);
  serve(server, database, directory, certificates, stop);
}

}

void add_up(subcommand app) {
  const auto wished = std::make_shared<up_wishes>();
  auto command = app.add_subcommand("up", help);
  command.add_option("--data-dir", wished->data_directory, "Where everything is kept")
      .type_name("DIRECTORY")
      .default_str(default_data_directory().string());
  command
      .add_option("--postgres-account", wished->account,
                  "As root: the account that runs PostgreSQL, made when missing")
      .type_name("NAME")
      .capture_default_str();
  add_setting_flags(command, wished->settings, settings_taken);
  command
      .add_option("--demo-port", wished->demo_port,
                  "The port of the demo clients' redirect URI, when they are made")
      .type_name("PORT")
      .default_str(std::to_string(usual_demo_port));
  command.callback([wished] { up(*wished); });
}

}
