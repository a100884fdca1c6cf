// SPDX-License-Identifier: Apache-2.0
#include "http/node/node.hpp"

#include "actors/runtime/archivist.hpp"
#include "actors/runtime/hub.hpp"
#include "actors/runtime/lease_keeper.hpp"
#include "actors/runtime/migrator.hpp"
#include "http/node/verified_tokens.hpp"
#include "http/server/ids.hpp"
#include "projections/runtime/clerk.hpp"
#include "storage/dsn.hpp"

#include <array>
#include <unistd.h>

namespace muniment::http {

namespace {

storage::pool_options pool_of(const node_limits& limits) {
  storage::pool_options options;
  options.connections = limits.connections;
  return options;
}

caf::actor_system_config& configure(caf::actor_system_config& config, const node_limits& limits) {
  config.set("scheduler.policy", caf::atom("sharing"));
  config.set("scheduler.max-threads", limits.actor_threads);
  return config;
}

std::string host_name() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return "unknown";
  return name.data();
}

std::vector<clerk_actor> clerks_in(caf::actor_system& system, std::size_t count,
                                   const std::shared_ptr<storage::pool>& connections) {
  std::vector<clerk_actor> all;
  for (std::size_t each = 0; each < count; ++each)
    all.push_back(system.spawn<caf::detached>(clerk, connections));
  return all;
}

std::vector<archivist_actor> archivists_in(caf::actor_system& system, std::size_t count,
                                           const archive_access& access) {
  std::vector<archivist_actor> all;
  for (std::size_t each = 0; each < count; ++each)
    all.push_back(system.spawn<caf::detached>(archivist, access));
  return all;
}

/// None when there are no steps: then nobody needs to be asked.
std::vector<migrator_actor> migrators_in(caf::actor_system& system, std::size_t count,
                                         const migrator_options& options) {
  std::vector<migrator_actor> all;
  for (std::size_t each = 0; each < count && !options.steps.empty(); ++each)
    all.push_back(system.spawn<caf::detached>(migrator, options));
  return all;
}

}

node::node(node_options options)
    : options_{std::move(options)}, id_{random_id()}, control_dsn_{storage::dsn_for(
                                                          options_.dsn, options_.logins.control)},
      connections_{std::make_shared<storage::pool>(options_.dsn, options_.logins.pools,
                                                   pool_of(options_.limits))},
      system_{std::make_unique<caf::actor_system>(configure(config_, options_.limits))},
      bridge_{std::make_unique<actor_bridge>(*system_)}, reading_{"read",
                                                                  options_.limits.reading_threads,
                                                                  options_.limits.reading_waiting},
      signing_{"sign", options_.limits.signing_threads, options_.limits.signing_waiting},
      key_makers_{"make keys", options_.limits.key_threads, options_.limits.key_waiting},
      passwords_{"password", options_.limits.password_threads, options_.limits.password_waiting} {
  const auto& limits = options_.limits;
  const auto appends = hub_dsn();
  const auto counts = std::make_shared<node_counts>();
  const auto term = std::make_shared<lease_term>();
  const lease_keeper_options keeping{appends, id_, host_name(), limits.leases, term};
  services_ = std::make_unique<node_services>(node_services{
      .system = *system_,
      .bridge = *bridge_,
      .connections = connections_,
      .hub = system_->spawn<caf::detached>(hub, make_committer(appends),
                                           std::shared_ptr<hub_counts>{counts, &counts->hub},
                                           hub_limits{}),
      .archivists =
          archivists_in(*system_, limits.archivists, {connections_, appends, {}, options_.clock}),
      .leases = system_->spawn<caf::detached>(lease_keeper, keeping),
      .term = term,
      .clerks = clerks_in(*system_, limits.clerks, connections_),
      .counts = counts,
      .cache = std::make_shared<row_cache>(limits.cache_octets),
      .verified = std::make_shared<verified_tokens>(limits.verified_tokens),
      .rows = std::make_shared<budget>(limits.overlay_rows, limits.overlay_octets),
      .reading = reading_,
      .signing = signing_,
      .key_makers = key_makers_,
      .eras = [keys = options_.keys] { return keys->eras(); },
      .clock = options_.clock,
      .limits = limits.workspaces,
      .control_dsn = control_dsn_,
      .rotation = options_.rotation,
      .migrators = migrators_in(
          *system_, limits.migrators,
          {connections_, options_.schema_steps, options_.clock, ending_.get_token()})});
  directory_ = std::make_unique<directory>(*services_, limits.directory);
}

node::~node() {
  ending_.request_stop();
  directory_->close();
  directory_.reset();
  for (const auto& each : services_->clerks)
    caf::anon_send_exit(each, caf::exit_reason::user_shutdown);
  for (const auto& each : services_->archivists)
    caf::anon_send_exit(each, caf::exit_reason::user_shutdown);
  caf::anon_send_exit(services_->hub, caf::exit_reason::user_shutdown);
  caf::anon_send_exit(services_->leases, caf::exit_reason::user_shutdown);
  for (const auto& each : services_->migrators)
    caf::anon_send_exit(each, caf::exit_reason::user_shutdown);
  services_.reset();
  bridge_.reset();
  system_.reset();
}

}
