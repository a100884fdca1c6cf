// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/signing_key.hpp"
#include "http/server/entity_tag.hpp"
#include "projections/signing_keys.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace muniment::http {

/// What a workspace has at hand of its signing keys: the rows for a moment, the parsed keys as long
/// as they are published, and the public halves of those that were retired lately. One thread.
class known_keys {
public:
  using moment = std::chrono::steady_clock::time_point;
  using private_key = std::shared_ptr<const crypto::signing_key>;
  using shared_rows = std::shared_ptr<const std::vector<signing_keys::row>>;

  /// The rows learned less than `age` before `now`; null when they are older.
  [[nodiscard]] shared_rows rows(moment now, std::chrono::milliseconds age) const;
  /// These are all rows, and these are of keys that were retired lately. Of what is not published
  /// any more the parsed keys are let go of, but for the public halves of the latter.
  void learn(shared_rows rows, std::vector<signing_keys::row> retired, moment now);
  /// Something has changed.
  void forget() {
    rows_.reset();
    ++changes_;
  }
  /// How often: what was read while it grew may be old.
  [[nodiscard]] std::uint64_t changes() const { return changes_; }

  [[nodiscard]] private_key find_private(const uuid& key) const;
  void keep(const uuid& key, private_key parsed);

  /// What `verifiers` are of: another object as soon as any of it changed.
  [[nodiscard]] const shared_rows& published() const { return parsed_; }

  /// The public halves of what is published.
  [[nodiscard]] const std::vector<crypto::verification_key>& verifiers() const { return public_; }

  /// The JWKS of what is published; null until rows were learned.
  [[nodiscard]] const std::shared_ptr<const tagged_text>& key_set() const { return key_set_; }

  /// Of what was retired lately: for hints alone.
  [[nodiscard]] const std::vector<crypto::verification_key>& hint_verifiers() const {
    return retired_public_;
  }

private:
  void parse(const std::vector<signing_keys::row>& rows);

  shared_rows rows_;
  moment learned_;
  shared_rows parsed_; ///< whose public halves those are
  std::uint64_t changes_ = 0;
  std::vector<crypto::verification_key> public_;
  std::shared_ptr<const tagged_text> key_set_;
  std::vector<signing_keys::row> retired_; ///< whose public halves are the next
  std::vector<crypto::verification_key> retired_public_;
  std::unordered_map<uuid, private_key> private_;
};

/// Whether a key of this phase signs what it was chosen for.
bool may_sign(signing_keys::phase phase);

/// The key of that algorithm that was activated last.
const signing_keys::row* active_key(const std::vector<signing_keys::row>& rows,
                                    std::string_view algorithm);

/// Whether so many keys of an algorithm are published after their time that no more should be: by
/// time alone there are 31 at most, one a day for tokens of a month.
bool retire_in_plenty(const std::vector<signing_keys::row>& rows, std::string_view algorithm);

/// Rows of a table and the newer ones from memory, each key once, the newest of it.
std::vector<signing_keys::row>
newest_rows(std::vector<signing_keys::row> table,
            const std::vector<std::pair<uuid, std::shared_ptr<const signing_keys::row>>>& memory);

}
