// SPDX-License-Identifier: Apache-2.0
#include "http/control/create_workspace.hpp"

#include "http/server/slug.hpp"

#include "actors/project.hpp"
#include "actors/signing_key.hpp"
#include "actors/workspace.hpp"
#include "crypto/encoding.hpp"
#include "crypto/jwk.hpp"
#include "crypto/random.hpp"
#include "crypto/signing_key.hpp"
#include "storage/failure.hpp"
#include "storage/provisioning.hpp"

#include <boost/json/serialize.hpp>

#include <variant>

namespace muniment::http {

namespace {

/// A place, or the name of a refusal code.
using placing = std::variant<storage::workspace_place, std::string>;

/// Blocks: for a thread of the reading pool. An existing workspace with this slug is found again.
std::optional<placing> place(storage::pool& connections, const std::string& control_dsn,
                             const std::string& slug) {
  try {
    if (auto existing = storage::find_workspace(connections, slug)) return *existing;
    return storage::provision(control_dsn, random_id(), random_id(), slug);
  } catch (const storage::failure& error) {
    if (error.kind() == storage::failure_kind::taken) return "name_taken";
    if (error.kind() == storage::failure_kind::refused) return "limit_reached";
    return std::nullopt;
  }
}

/// A refused wish that was granted by an earlier try is no refusal.
bool granted(const command_reply& reply) {
  return reply.verdict == command_verdict::accepted || reply.why == "already_exists" ||
         reply.why == "name_taken";
}

signing_key::generate generate(const std::string& algorithm, unsigned rsa_bits) {
  const auto key_id = crypto::base64url_encode(crypto::random_bytes(12));
  const auto key = crypto::signing_key::generate(
      key_id, crypto::parse_algorithm(algorithm).value_or(crypto::algorithm::RS256), rsa_bits);
  const auto der = key.to_private_der();
  return {key_id, algorithm, boost::json::serialize(crypto::public_jwk(key.verification())),
          plain{bytes{der.reveal().begin(), der.reveal().end()}}};
}

class creation {
public:
  creation(node& at, new_workspace wanted, wish_origin from)
      : node_{at}, wanted_{std::move(wanted)}, from_{std::move(from)} {}

  asio::awaitable<creation_reply> run() {
    if (fault_of_slug(wanted_.slug) || is_reserved_slug(wanted_.slug))
      co_return creation_reply{creation_verdict::refused, {}, "invalid_value"};
    const auto look = [this] {
      return place(node_.connections(), node_.control_dsn(), wanted_.slug);
    };
    auto placed = co_await node_.reading().run(look);
    if (!placed || !*placed) throw workspace_unavailable{};
    if (const auto* why = std::get_if<std::string>(&**placed))
      co_return creation_reply{creation_verdict::refused, {}, *why};
    const auto at = std::get<storage::workspace_place>(**placed);
    const auto made = node_.workspaces().admit(at);
    const auto created = co_await make(*made, at.id);
    if (created.verdict != command_verdict::accepted && created.why != "already_exists")
      co_return creation_reply{creation_verdict::refused, at.id, created.why};
    const bool opened = co_await made->open();
    if (!opened) throw workspace_unavailable{};
    co_await furnish(*made);
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

  /// What every workspace has from its first hour.
  asio::awaitable<void> furnish(workspace& made) {
    auto project =
        wish_of<project::noun>(random_id(), project::create{"default"}, from_, node_.now());
    const auto named = co_await made.decide(std::move(project));
    if (!granted(named)) throw workspace_unavailable{};
    const auto signer = co_await made.signer(wanted_.algorithm);
    if (!signer) co_await add_key(made);
  }

  asio::awaitable<void> add_key(workspace& made) {
    const auto work = [algorithm = wanted_.algorithm, bits = wanted_.rsa_bits] {
      return generate(algorithm, bits);
    };
    auto key = co_await node_.signing().run(work);
    if (!key) throw workspace_unavailable{};
    const auto id = random_id();
    auto generate = wish_of<signing_key::noun>(id, *key, from_, node_.now());
    const auto kept = co_await made.decide(std::move(generate));
    auto activate = wish_of<signing_key::noun>(id, signing_key::activate{}, from_, node_.now());
    const auto active = co_await made.decide(std::move(activate));
    if (!granted(kept) || !granted(active)) throw workspace_unavailable{};
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
