// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/runtime/archivist.hpp"
#include "actors/runtime/hub.hpp"
#include "actors/runtime/migrator.hpp"
#include "actors/runtime/supervisor.hpp"
#include "crypto/random.hpp"
#include "tests/support/journal_database.hpp"
#include "tests/support/scripted_workspace.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/scoped_actor.hpp>

#include <chrono>
#include <stdexcept>
#include <vector>

namespace muniment::test {

/// The same wish with time enough: a real clock runs here.
inline command_envelope lasting(command_envelope wish) {
  wish.deadline = instant::max();
  return wish;
}

/// A workspace on a real database with its real hub, archivist, journal and host. Each supervisor
/// stands for a node.
class awake_world {
public:
  explicit awake_world(journal_database& database)
      : schema{database.workspace()}, connections_{std::shared_ptr<void>{}, &database.pool()},
        hub_{system_.spawn<caf::detached>(hub, make_committer(database.hub_dsn()), nullptr,
                                          hub_limits{})},
        archivist_{system_.spawn<caf::detached>(
            archivist, archive_access{connections_, database.hub_dsn(), {}, now})} {
    const auto secret = crypto::random_secret(32);
    era_ = {1, std::make_shared<const crypto::sealing_key>(secret.reveal())};
  }

  ~awake_world() {
    for (const auto& each : nodes_)
      self_->send_exit(each, caf::exit_reason::user_shutdown);
    for (const auto& each : migrators_)
      self_->send_exit(each, caf::exit_reason::user_shutdown);
    self_->send_exit(hub_, caf::exit_reason::user_shutdown);
    self_->send_exit(archivist_, caf::exit_reason::user_shutdown);
  }
  awake_world(const awake_world&) = delete;
  awake_world& operator=(const awake_world&) = delete;

  /// One of another node for each; the steps outlive it.
  migrator_actor migrator(std::span<const storage::migration> steps) {
    migrators_.push_back(system_.spawn<caf::detached>(muniment::migrator,
                                                      migrator_options{connections_, steps, now}));
    return migrators_.back();
  }

  supervisor_actor supervisor(migrator_actor following = {},
                              std::shared_ptr<const schema_standing> standing = {}) {
    auto options = std::make_shared<supervisor_options>(
        supervisor_options{schema,
                           hub_,
                           archivist_,
                           [era = era_] { return std::vector{era}; },
                           now,
                           {},
                           {},
                           {},
                           {},
                           {},
                           {},
                           {},
                           std::move(following),
                           std::move(standing)});
    nodes_.push_back(
        system_.spawn(muniment::supervisor, std::shared_ptr<const supervisor_options>{options}));
    return nodes_.back();
  }

  auto ask(const migrator_actor& at, instant until = instant::max()) {
    return self_->request(
        at, patience,
        migrate_ptr{std::make_shared<migrate_request>(migrate_request{schema, until})});
  }

  auto ask(const supervisor_actor& node, const command_envelope& wish) {
    return self_->request(node, patience, command_message{pack(wish)});
  }

  template <class Reply = command_reply, class Asked>
  Reply answer(Asked& asked) {
    Reply got;
    asked.receive([&](const Reply& reply) { got = reply; },
                  [](const caf::error&) { throw std::runtime_error{"no answer"}; });
    return got;
  }

  command_reply tell(const supervisor_actor& node, const command_envelope& wish) {
    auto asked = ask(node, wish);
    return answer(asked);
  }

  template <class Reply, class Request>
  Reply read(const supervisor_actor& node, const Request& wanted) {
    Reply got;
    self_->request(node, patience, wanted)
        .receive([&](Reply& reply) { got = std::move(reply); },
                 [](const caf::error&) { throw std::runtime_error{"no answer"}; });
    return got;
  }

private:
  static constexpr std::chrono::seconds patience{20};

  static instant now() {
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
  }

  caf::actor_system_config config_;
  caf::actor_system system_{config_};
  caf::scoped_actor self_{system_};

public:
  const storage::schema_name schema;

private:
  std::shared_ptr<storage::pool> connections_;
  hub_actor hub_;
  archivist_actor archivist_;
  storage::era era_;
  std::vector<supervisor_actor> nodes_;
  std::vector<migrator_actor> migrators_;
};

}
