// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/keyring.hpp"

#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace muniment {

/// The keyring of an awake workspace inside an actor that must not block. A key row that is not at
/// hand interrupts what wanted it; its owner fetches the row and does it again. What was fetched
/// belongs to the one deed it was fetched for: others neither read it, when it may be stale, nor
/// take it away, which would have the deed fetch for ever.
class host_keys {
public:
  /// Rows that were fetched for a deed, by what asked for them.
  using rows_at_hand = std::vector<std::pair<storage::key_query, std::vector<storage::key_row>>>;

  explicit host_keys(const uuid& journal) : journal_{journal} {}

  /// Opens the keyring of an existing workspace; otherwise says which rows are wanted. Throws
  /// `key_error`: absent when there is no row of a workspace key.
  std::optional<storage::key_query> wake(std::span<const storage::era> eras,
                                         const rows_at_hand& rows);

  /// Begins the keyring of a workspace that has none; does nothing when it is begun already. Its
  /// rows go into the append of the first event: `bear`; until that has committed, `abandon` undoes
  /// it.
  void begin(const storage::era& newest);

  /// Puts the rows of the keyring that was begun before those that the first event needs besides.
  void bear(storage::key_changes& changes);
  void abandon();

  /// Does `deed(keyring)`; nothing when it lacked rows: `wanted()` then tells which. A deed may be
  /// begun several times, so it hands its changes back (`refused`) when it is left by an exception.
  template <class Deed>
  auto attempt(const rows_at_hand& rows, Deed&& deed)
      -> std::optional<decltype(deed(std::declval<storage::keyring&>()))> {
    const lending lent{*this, rows};
    try {
      return deed(*ring_);
    } catch (const rows_wanted& missing) {
      wanted_ = missing.query;
      return std::nullopt;
    }
  }

  [[nodiscard]] const storage::key_query& wanted() const { return *wanted_; }

  storage::keyring& ring() { return *ring_; }
  [[nodiscard]] bool awake() const { return ring_.has_value(); }

private:
  struct rows_wanted {
    storage::key_query query;
  };

  /// For as long as it lives, the loader finds these rows.
  struct lending {
    lending(host_keys& to, const rows_at_hand& rows) : to_{to} { to_.rows_ = &rows; }
    ~lending() { to_.rows_ = nullptr; }
    lending(const lending&) = delete;
    lending& operator=(const lending&) = delete;

    host_keys& to_;
  };

  storage::key_loader loader();

  uuid journal_;
  std::optional<storage::keyring> ring_;
  storage::key_changes birth_;
  std::optional<storage::key_query> wanted_;
  const rows_at_hand* rows_ = nullptr;
};

}
