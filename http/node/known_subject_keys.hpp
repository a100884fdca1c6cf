// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/keyring.hpp"

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <utility>

namespace muniment::http {

/// The keys of people whose fields were opened lately: opening them again asks no actor. Whatever
/// happens to a person of the workspace lets go of all of them, so that an erased one's key is not
/// kept. One thread.
class known_subject_keys {
public:
  explicit known_subject_keys(std::size_t most) : most_{most} {}

  /// Null when it is not at hand.
  [[nodiscard]] storage::shared_key find(const uuid& person) const {
    const auto found = keys_.find(person);
    return found == keys_.end() ? nullptr : found->second;
  }

  /// How often they were forgotten: a key that was asked for before that may be an erased one's.
  [[nodiscard]] std::uint64_t changes() const { return changes_; }

  /// Keeps a key that was asked for after so many changes, if there were no more since.
  void keep(const uuid& person, storage::shared_key key, std::uint64_t changes) {
    if (changes != changes_) return;
    if (keys_.size() >= most_) keys_.clear();
    keys_.insert_or_assign(person, std::move(key));
  }

  void forget() {
    keys_.clear();
    ++changes_;
  }

private:
  const std::size_t most_;
  std::uint64_t changes_ = 0;
  std::unordered_map<uuid, storage::shared_key> keys_;
};

}
