// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/command.hpp"
#include "ops/cli/data_directory.hpp"
#include "ops/cli/deployment_settings.hpp"
#include "ops/cli/stop_signal.hpp"
#include "ops/serve/certificate_files.hpp"
#include "ops/serve/database_access.hpp"
#include "ops/serve/deployment_keys.hpp"
#include "ops/serve/issuers.hpp"
#include "ops/serve/json_log.hpp"
#include "ops/serve/logins_file.hpp"
#include "ops/serve/operator_credential.hpp"
#include "ops/serve/running.hpp"
#include "storage/dsn.hpp"
#include "storage/failure.hpp"

#include <csignal>
#include <iostream>

namespace muniment::cli {
namespace {

constexpr auto help =
    "Runs Muniment over a PostgreSQL that `muniment database prepare` has made ready, until "
    "SIGTERM\n"
    "or Ctrl-C. It opens nothing but the database, the files named below and its ports.\n"
    "The first start makes the workspace `system` and the operator's credential (0600), with "
    "which\n"
    "`muniment workspace create`, `user create` and all others speak to it: copy that file to "
    "where\n"
    "operators work. A second server over the same database starts too; it answers 503 for the\n"
    "workspaces that the first one serves, and takes over what that one lets go of. It needs a "
    "copy\n"
    "of the key store as that is now: keys are replaced only while one server runs alone.\n"
    "Standard error carries the log, a JSON object a line; standard output one line when it "
    "serves.";

constexpr std::chrono::seconds database_patience{60};
constexpr std::chrono::seconds operator_pause{5};

void tell(std::string_view step) { std::cout << step << std::endl; }

ops::settings settings_of(const setting_flags& flags) {
  const auto loaded = settings_from(sources_of(flags));
  ops::log_as_json(loaded.values.log_level);
  for (const auto& each : loaded.warnings)
    spdlog::warn("{}", each);
  return loaded.values;
}

/// What others serve is not ours to answer for; whoever starts a second server should know.
void tell_of_others(const std::string& hub_dsn, const uuid& own) {
  try {
    for (const auto& each : storage::read_serving_nodes(hub_dsn))
      if (each.node != own && each.workspaces > 0)
        tell("waiting for the leases of " + std::to_string(each.workspaces) + " workspaces: node " +
             to_string(each.node) + " on host " + each.host + " serves them, since " + each.since);
  } catch (const storage::failure& error) {
    spdlog::warn("who else serves is not known: {}", error.what());
  }
}

/// Makes the operator's credential as soon as `system` wakes here, if it is here to be made.
class operator_desk {
public:
  operator_desk(ops::service& server, const std::filesystem::path& file,
                const std::filesystem::path& authority)
      : entry_{server, file, authority}, file_{file.string()} {}

  void look() {
    const auto now = std::chrono::steady_clock::now();
    if (settled_ || now < next_) return;
    next_ = now + operator_pause;
    const auto found = entry_.prepare();
    settled_ = found != ops::operator_found::not_now;
    if (found == ops::operator_found::elsewhere)
      spdlog::info("the operator's credential was made by another server, or is not at {}", file_);
    if (found == ops::operator_found::refused)
      spdlog::warn("{} opens nothing: its client is not there, or has another secret; put a "
                   "credential there that `muniment doctor` accepts",
                   file_);
  }

private:
  ops::operator_entry entry_;
  const std::string file_;
  std::chrono::steady_clock::time_point next_;
  bool settled_ = false;
};

std::string greeting(const ops::settings& values) {
  return "serving https on " + values.listen_address + " port " +
         std::to_string(values.listen_port) + " for " + values.base_domain;
}

void serve(const setting_flags& flags) {
  // Whoever reads our log may be gone before us.
  std::signal(SIGPIPE, SIG_IGN);
  stop_signal stop{hangup::asks_a_service_to_reload};
  const auto stopped = [&](std::chrono::milliseconds limit) { return stop.arrived(limit); };
  const auto values = settings_of(flags);
  ops::demand_safe_dsn(values);
  const auto certificate = ops::certificate_of(values);
  const auto files = ops::files_of(values, default_data_directory());
  const auto logins = ops::read_logins(files.logins);
  const auto installation = ops::enter_database(values, logins, {database_patience, tell, stopped});
  if (!installation) return;
  const auto keys = std::make_shared<storage::key_keeper>(ops::open_keys(files, installation->id));
  ops::service server(
      {values, values.dsn, logins, keys, certificate, ops::sink_of(values.access_log)});
  server.start();
  ops::make_private_directory(files.operator_credential.parent_path());
  tell_of_others(storage::dsn_for(values.dsn, logins.hub), server.node().id());
  operator_desk desk{server, files.operator_credential, values.tls_authority_file};
  desk.look();
  ops::warn_of_issuers(server);
  tell(greeting(values));
  ops::run_until_stopped(server, {stopped, [&] {
                                    if (stop.asks_to_reload()) server.reload_certificates();
                                    desk.look();
                                  }});
}

}

void add_serve(subcommand app) {
  const auto flags = std::make_shared<setting_flags>();
  auto command = app.add_subcommand("serve", help);
  add_setting_flags(command, flags);
  command.callback([flags] { serve(*flags); });
}

}
