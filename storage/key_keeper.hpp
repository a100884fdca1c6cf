// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/key_store.hpp"

#include <mutex>

namespace muniment::storage {

/// The key store of a running server, for all its threads: those that wake workspaces see which
/// eras there are, and one at a time rolls. An era is seen from when its file is durable until its
/// file is destroyed. Throws what `key_store` throws.
class key_keeper {
public:
  explicit key_keeper(key_store store);

  /// What the key store holds now, newest last. Waits for no disk.
  [[nodiscard]] std::vector<era> eras() const;

  /// The number of the newest era.
  [[nodiscard]] std::uint32_t current() const { return eras().back().number; }

  /// Whether a roll was begun and not finished.
  [[nodiscard]] bool rolling() const { return eras().size() > 1; }

  // As in `key_store`; each waits for the others and for the disk.
  [[nodiscard]] instant current_since() const;
  void begin_roll();
  void finish_roll(std::span<const uuid> workspaces);
  [[nodiscard]] std::optional<std::uint32_t> dump_era(const uuid& workspace) const;

  /// Replaces the dump of a workspace by what `fill` adds to it; the old one stays when that
  /// throws.
  void dump(const uuid& workspace, const uuid& journal,
            const std::function<void(key_dump_writer&)>& fill);

private:
  void show();

  mutable std::mutex at_work_;
  key_store store_;
  mutable std::mutex showing_;
  std::vector<era> shown_; ///< newest last
};

}
