// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/key_changes.hpp"
#include "storage/keyring.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace muniment::test {

/// The key rows of a workspace as its database keeps them: the newest under each name, and apart
/// from them every row that ever was, as WAL and dead tuples keep those. Copies are independent.
class key_table {
public:
  using rows = std::map<storage::key_id, storage::key_row>;

  /// What an append that commits does, deletions last.
  void apply(const storage::key_changes& changes) {
    for (const auto& row : changes.written) {
      live_[storage::id_of(row)] = row;
      history_.push_back(row);
    }
    for (const auto& id : changes.deleted)
      live_.erase(id);
  }

  /// Reads this table, which outlives what it is given to.
  storage::key_loader loader() {
    return [this](const storage::key_query& query) {
      asked_.push_back(query);
      std::vector<storage::key_row> found;
      for (const auto& [id, row] : live_)
        if (id.kind == static_cast<std::int16_t>(query.kind) &&
            (!query.bucket || id.bucket == *query.bucket) && (!query.id || id.id == *query.id))
          found.push_back(row);
      return found;
    };
  }

  rows& live() { return live_; }
  std::vector<storage::key_row> all() const {
    std::vector<storage::key_row> found;
    for (const auto& [id, row] : live_)
      found.push_back(row);
    return found;
  }
  const std::vector<storage::key_row>& history() const { return history_; }
  std::vector<storage::key_query>& asked() { return asked_; }

private:
  rows live_;
  std::vector<storage::key_row> history_;
  std::vector<storage::key_query> asked_;
};

/// An id that tells tests apart: all octets alike.
inline uuid id_of_octet(std::uint8_t octet) {
  uuid id;
  id.octets.fill(octet);
  return id;
}

/// The n-th of endlessly many subjects that share a bucket.
inline uuid subject_in_bucket(std::int16_t bucket, int n) {
  uuid id;
  for (std::uint32_t number = 0;; ++number) {
    for (int i = 0; i < 4; ++i)
      id.octets[i] = static_cast<std::uint8_t>(number >> (8 * i));
    if (storage::bucket_of(id) == bucket && n-- == 0) return id;
  }
}

inline storage::era era_of_octet(std::uint32_t number, std::uint8_t octet) {
  return {number, std::make_shared<const crypto::sealing_key>(bytes(32, octet))};
}

/// Settles changes as a database that says yes.
inline void commit(key_table& table, storage::keyring& ring, const storage::key_changes& changes) {
  table.apply(changes);
  ring.committed(changes);
}

/// A box as events hold them, under the subject's key; throws as `keyring::subject_key`.
inline bytes sealed_for(storage::keyring& ring, storage::key_changes& changes, const uuid& subject,
                        bytes_view associated_data, bytes_view packed) {
  return crypto::seal(*ring.subject_key(changes, subject), associated_data, packed);
}

/// What is in such a box; nothing when the subject's key is gone or does not open it.
inline std::optional<bytes> opened_for(storage::keyring& ring, const uuid& subject,
                                       bytes_view associated_data, bytes_view box) {
  const auto key = ring.find_subject_key(subject);
  return key ? crypto::open(*key, associated_data, box) : std::nullopt;
}

}
