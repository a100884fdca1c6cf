// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/key_changes.hpp"

#include <cstddef>
#include <map>
#include <vector>

namespace muniment::storage {

/// The keys that are in use and not yet known to be committed, each with the number of open
/// `key_changes` that carry its row. Belongs to one keyring.
class key_staging {
public:
  /// A new key, carried by `changes`.
  void stage(key_changes& changes, key_row row);

  /// Makes `changes` carry the row too if the key is still staged.
  void depend(key_changes& changes, const key_id& id);

  /// The row of a staged key; null when it is not staged.
  [[nodiscard]] const key_row* find(const key_id& id) const;

  /// The rows of `changes` are in the database.
  void committed(const key_changes& changes);

  /// `changes` will never be appended. Returns the keys that nobody carries any more: they are
  /// gone.
  std::vector<key_id> refused(const key_changes& changes);

  [[nodiscard]] bool empty() const { return keys_.empty(); }

private:
  struct staged_key {
    key_row row;
    std::size_t carriers = 0;
  };

  std::map<key_id, staged_key> keys_;
};

}
