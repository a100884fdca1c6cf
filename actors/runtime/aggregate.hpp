// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/command_envelope.hpp"
#include "actors/commands.hpp"
#include "actors/runtime/append_request.hpp"
#include "events/codec/body.hpp"
#include "storage/keyring.hpp"
#include "storage/sealer.hpp"

#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

namespace muniment {

/// A decision ready for the journal, sealed and packed. Without events it is only an answer.
struct prepared_append {
  append_request request;
  std::optional<refusal_code> answer; ///< a lawful no, with or without traces
};

/// What a decision is made with besides the state.
struct decision_context {
  uuid journal;
  storage::keyring& ring;
  /// What the key store holds now, newest last: what a roll wraps under.
  const std::function<std::vector<storage::era>()>& eras;
  instant now;
};

/// One stream's state in memory, whatever its noun. Belongs to its host.
class aggregate {
public:
  virtual ~aggregate() = default;

  /// Evolves over stored events, oldest first.
  virtual decoded<void> replay(std::span<const bytes> bodies) = 0;

  /// Decides and seals; the state stays as it is until `commit`. May be called again when the
  /// keyring's loader interrupted it.
  virtual prepared_append decide(const command_envelope& wish, const decision_context& with) = 0;

  /// The opened state, packed; personal values are in the clear. As `decide`, it may be called
  /// again when the keyring's loader interrupted it.
  virtual crypto::secret_bytes tell(const uuid& journal, storage::keyring& ring) const = 0;

  /// The events of the last `decide` are durable: evolve over them.
  virtual void commit() = 0;

  [[nodiscard]] std::uint64_t version() const { return version_; }

protected:
  std::uint64_t version_ = 0;
};

/// An empty aggregate of a category; null when there is no such noun.
std::unique_ptr<aggregate> make_aggregate(std::string_view category, const uuid& stream);

/// Whether a wish is to create the workspace itself.
bool is_creation(const command_envelope& wish);

/// Whether a wish may destroy or replace keys, which must be alone in flight.
bool is_exclusive(const command_envelope& wish);

}
