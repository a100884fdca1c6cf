// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/secret.hpp"
#include "storage/key_tree.hpp"

#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

namespace muniment::test {

/// Somebody with the master key, copies of key store directories and of key rows, who tries every
/// key on everything until nothing new opens. Shares the formats with us, not the reasoning: it
/// knows no tree, no generations and no erasures.
class key_attacker {
public:
  explicit key_attacker(const crypto::secret_bytes& master) { learn(master.reveal()); }

  /// Key rows from backups, WAL, dead tuples, standbys, of the journal given.
  void take_rows(const uuid& journal, const std::vector<storage::key_row>& rows);

  /// All files of a key store directory; dumps are tried for each journal that was named.
  void take_key_store(const std::filesystem::path& directory);

  /// Every file below a directory, octet by octet: whatever looks like a row is carved out and
  /// tried under the names that `take_rows` brought.
  void take_raw_files(const std::filesystem::path& directory);

  /// The plaintext of a box, by whatever key opens it.
  std::optional<bytes> open(bytes_view associated_data, bytes_view box);

private:
  struct found_row {
    uuid journal;
    storage::key_row row;
    bool opened = false;
  };

  void learn(bytes_view secret);
  void exhaust();
  void open_rows();
  void carve();
  void open_files();
  void open_dump(const std::filesystem::path& file,
                 const std::shared_ptr<const crypto::sealing_key>& key);

  std::set<bytes> secrets_;
  std::deque<std::shared_ptr<const crypto::sealing_key>> keys_; ///< grows while it is walked
  std::vector<found_row> rows_;
  std::set<uuid> journals_;
  std::vector<std::filesystem::path> files_;
  std::set<std::filesystem::path> dumps_;       ///< those that opened
  std::multimap<crypto::hash, bytes> carvings_; ///< what looks like a row, by the key it needs
  std::size_t carved_ = 0;                      ///< keys that were tried on them
};

}
