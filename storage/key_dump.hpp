// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/journal_part.hpp"
#include "storage/key_tree.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <vector>

/// A key dump: all key rows of one workspace, sealed under the current era key. It is what makes an
/// older backup readable again for everybody who was not erased since. Written at each roll, kept
/// in the key store, the newest only.
///
/// File: "MKEYDUMP" ‖ 0x01 ‖ u32 era ‖ dump id (16) ‖ chunks, each u32 length ‖ box. A box holds
/// rows and whether it is the last; bound into it are journal, era, dump id and the chunk's number,
/// so that nothing can be cut off, reordered or mixed in unseen.
namespace muniment::storage {

/// Writes a dump beside the old one and puts it in its place as a whole. One thread at a time.
class key_dump_writer {
public:
  /// Throws `startup_error` when the file cannot be made.
  key_dump_writer(std::filesystem::path file, era under, const uuid& journal);
  ~key_dump_writer();
  key_dump_writer(const key_dump_writer&) = delete;
  key_dump_writer& operator=(const key_dump_writer&) = delete;

  /// Adds rows, a page at a time; all pages come from one snapshot of the database. Throws
  /// `startup_error` when the disk says no.
  void add(std::span<const key_row> rows);

  /// Makes it durable and replaces the dump before it. Without this nothing has changed.
  void finish();

private:
  void write_chunk(bool last);
  void write(bytes_view data);

  std::filesystem::path file_;
  std::filesystem::path beside_;
  era under_;
  uuid journal_;
  uuid id_;
  std::uint32_t chunks_ = 0;
  std::vector<key_row> waiting_;
  std::size_t waiting_bytes_ = 0;
  int handle_ = -1;
};

/// The era a dump lies under; throws `key_error` (damaged) when the file is no dump.
std::uint32_t era_of_key_dump(const std::filesystem::path& file);

/// Gives the rows of a dump, in pages, to `sink`. Throws `key_error`: foreign_era when `eras` lacks
/// the dump's, damaged when it was changed or cut or belongs to another journal; `sink` may have
/// been called before that is known, so the caller keeps nothing until this returns.
void read_key_dump(const std::filesystem::path& file, std::span<const era> eras,
                   const uuid& journal, const std::function<void(std::vector<key_row>)>& sink);

}
