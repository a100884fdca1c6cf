// SPDX-License-Identifier: Apache-2.0
#include "http/control/create_workspace.hpp"

#include "http/server/problems.hpp"
#include "http/server/slug.hpp"

#include "actors/project.hpp"
#include "actors/workspace.hpp"
#include "storage/failure.hpp"
#include "storage/provisioning.hpp"

#include <spdlog/spdlog.h>

#include <variant>

namespace muniment::http {

namespace {

/// A place, or the name of a refusal code.
using placing = std::variant<storage::workspace_place, std::string>;

/// Blocks: for a thread of the reading pool. An existing workspace with this slug is found again.
std::optional<placing> place(storage::pool& connections, const std::string& control_dsn,
                             const std::string& slug, const std::string& issuer) {
  try {
    if (auto existing = storage::find_workspace(connections, slug)) return *existing;
    return storage::provision(control_dsn, random_id(), random_id(), slug, issuer);
  } catch (const storage::failure& error) {
    if (error.sqlstate() == storage::issuer_taken_state)
      return std::string{problems::issuer_taken.code.view()};
    if (error.kind() == storage::failure_kind::taken) return "name_taken";
    // As muniment.provision says it: configuration_limit_exceeded.
    if (error.sqlstate() == "53400") return "limit_reached";
    spdlog::error("a workspace cannot be provisioned: {}", error.what());
    return std::nullopt;
  }
}

/// A refused wish that was granted by an earlier try is no refusal.
bool granted(const command_reply& reply) {
  return reply.verdict == command_verdict::accepted || reply.why == "already_exists" ||
         reply.why == "name_taken";
}

class creation {
public:
  creation(node& at, new_workspace wanted, wish_origin from)
      : node_{at}, wanted_{std::move(wanted)}, from_{std::move(from)} {}

  asio::awaitable<creation_reply> run() {
    if (fault_of_slug(wanted_.slug) || is_reserved_slug(wanted_.slug))
      co_return creation_reply{creation_verdict::refused, {}, "invalid_value"};
    const auto look = [this] {
      return place(node_.connections(), node_.control_dsn(), wanted_.slug, wanted_.issuer);
    };
    auto placed = co_await node_.reading().run(look);
    if (!placed || !*placed) throw workspace_unavailable{"it cannot be provisioned now"};
    if (const auto* why = std::get_if<std::string>(&**placed))
      co_return creation_reply{creation_verdict::refused, {}, *why};
    const auto at = std::get<storage::workspace_place>(**placed);
    const auto made = node_.workspaces().admit(at);
    const auto created = co_await make(*made, at.id);
    if (created.verdict != command_verdict::accepted && created.why != "already_exists")
      co_return creation_reply{creation_verdict::refused, at.id, created.why};
    const bool opened = co_await made->open();
    if (!opened) throw workspace_unavailable{"it cannot be opened"};
    const bool whole = created.verdict != command_verdict::accepted && co_await is_whole(*made);
    if (!whole) co_await furnish(*made, created.verdict);
    co_return creation_reply{created.verdict == command_verdict::accepted
                                 ? creation_verdict::created
                                 : creation_verdict::existing,
                             at.id,
                             {}};
  }

private:
  asio::awaitable<command_reply> make(workspace& made, uuid id) {
    auto wish = wish_of<muniment::workspace::noun>(
        id, muniment::workspace::create{wanted_.slug, wanted_.issuer, wanted_.display_name}, from_,
        node_.now());
    co_return co_await made.decide(std::move(wish));
  }

  /// Whether nobody was killed before it had what every workspace has.
  static asio::awaitable<bool> is_whole(workspace& at) {
    auto named = public_claim(claim_kind::project_name, "default");
    const auto project = co_await at.holder(std::move(named));
    if (!project) co_return false;
    const auto keys = co_await at.list_keys();
    co_return !keys.empty();
  }

  /// What every workspace has from its first hour. Whoever asks for a name that is taken has no say
  /// in the keys behind it: those are the deployment's then.
  asio::awaitable<void> furnish(workspace& made, command_verdict created) {
    auto project =
        wish_of<project::noun>(random_id(), project::create{"default"}, from_, node_.now());
    const auto named = co_await made.decide(std::move(project));
    if (!granted(named)) throw workspace_unavailable{"its first project cannot be made now"};
    const bool ours = created == command_verdict::accepted && !wanted_.algorithm.empty();
    auto algorithm = ours ? wanted_.algorithm : node_.key_terms().algorithm;
    co_await made.tend_keys(from_, algorithm);
    const auto signer = co_await made.signer(std::move(algorithm));
    if (!signer) throw workspace_unavailable{"it has no signing key yet"};
  }

  node& node_;
  const new_workspace wanted_;
  const wish_origin from_;
};

}

asio::awaitable<creation_reply> create_workspace(node& at, new_workspace wanted, wish_origin from) {
  creation making{at, std::move(wanted), std::move(from)};
  co_return co_await making.run();
}

}
