// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/secret.hpp"
#include "storage/directory_lock.hpp"
#include "storage/key_dump.hpp"
#include "storage/key_tree.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace muniment::storage {

/// The directory that holds the era key, outside the database and outside every backup set:
/// `era-<n>.key`, wrapped under the master key, and `dump-<workspace>.keys`. What is replaced here
/// is gone, and that is what makes an erasure final. One process at a time; not synchronised. What
/// cannot be read or written throws `startup_error`.
///
/// A roll: `begin_roll` puts era n+1 beside n; the caller brings every workspace under it
/// (`keyring::roll_workspace_key`) and writes each one's dump; `finish_roll` destroys n. Each step
/// may be interrupted and done again: while `retiring()` answers, a roll is under way, and a
/// workspace is done once its keyring says `era_number() == current().number` and its dump too.
class key_store {
public:
  /// Opens the store; makes the directory (0700) and era 1 in an empty one. Refuses a directory
  /// that others may enter, one in use, one whose keys lie under another master key, and one that
  /// has lost its era key but not its dumps.
  static key_store open(const std::filesystem::path& directory, const crypto::secret_bytes& master);

  /// What new workspaces are made and dumps are written under.
  [[nodiscard]] const era& current() const { return eras_.front(); }

  /// When the current era was made, by the file's time.
  [[nodiscard]] instant current_since() const;

  /// The era a roll is leaving; nothing when none is under way.
  [[nodiscard]] std::optional<era> retiring() const;

  /// All of them, for `keyring::wake`.
  [[nodiscard]] std::span<const era> eras() const { return eras_; }

  /// Makes the next era current; the one before it is retiring. Nothing while a roll is under way.
  void begin_roll();

  /// Destroys the retiring era: overwritten, unlinked, synced. `workspaces` are all that exist: one
  /// without a dump under the current era, or any other dump under the old one, is refused with
  /// `key_error` (not_covered), because its people would be lost. Nothing when no roll is under
  /// way.
  void finish_roll(std::span<const uuid> workspaces);

  /// A new dump of a workspace, under the current era; it takes the old one's place at `finish`.
  [[nodiscard]] key_dump_writer write_dump(const uuid& workspace, const uuid& journal) const;

  /// As `read_key_dump`; throws `key_error` (absent) when there is none.
  void read_dump(const uuid& workspace, const uuid& journal,
                 const std::function<void(std::vector<key_row>)>& sink) const;

  /// The era of a workspace's dump; nothing when there is none.
  [[nodiscard]] std::optional<std::uint32_t> dump_era(const uuid& workspace) const;

  /// For a workspace that is gone. Repeating changes nothing.
  void remove_dump(const uuid& workspace) const;

private:
  key_store(std::filesystem::path directory, directory_lock lock,
            const crypto::secret_bytes& master);

  void read_eras();
  void add_era(std::uint32_t number);
  [[nodiscard]] std::filesystem::path era_file(std::uint32_t number) const;
  [[nodiscard]] std::filesystem::path dump_file(const uuid& workspace) const;
  [[nodiscard]] std::vector<uuid> dumped() const;

  std::filesystem::path directory_;
  directory_lock lock_;
  crypto::sealing_key master_;
  std::vector<era> eras_; ///< newest first, one or two
};

}
