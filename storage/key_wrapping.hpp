// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/key_tree.hpp"

#include <cstddef>
#include <optional>

/// How one key lies under another. Pure; any thread.
namespace muniment::storage {

/// What a key row tells before it is opened. `generation`: how often the key in this place was
/// replaced, from 1. `under`: the generation of the key it is wrapped under; for the workspace key
/// the number of the era.
struct key_wrapping {
  std::uint32_t generation = 1;
  std::uint32_t under = 1;
  friend bool operator==(const key_wrapping&, const key_wrapping&) = default;
};

/// Octets before the box in a row: format, generation, under.
inline constexpr std::size_t key_wrapping_header = 1 + 4 + 4;

/// The most a wrapped key may hold: a row is at most `limits::wrapped_key_bytes`.
inline constexpr std::size_t max_wrapped_secret =
    limits::wrapped_key_bytes - key_wrapping_header - crypto::seal_overhead;

/// The row of `secret` under `parent`: 0x01 ‖ generation ‖ under ‖ box, numbers big-endian. Bound
/// into the box: journal, kind, bucket, id, generation and under, so that no row can stand in for
/// another, nor an older one for a newer. Throws `key_error` (over_limit).
key_row wrap(const crypto::sealing_key& parent, const uuid& journal, const key_id& id,
             const key_wrapping& wrapping, bytes_view secret);

/// The row's header; throws `key_error` (damaged) when it has none.
key_wrapping wrapping_of(const key_row& row);

/// The key in the row; nothing when `parent` does not open it there.
std::optional<crypto::secret_bytes> unwrap(const crypto::sealing_key& parent, const uuid& journal,
                                           const key_row& row);

/// The key in the row, which must lie under `parent`; throws `key_error` (damaged).
crypto::secret_bytes must_unwrap(const crypto::sealing_key& parent, const uuid& journal,
                                 const key_row& row);

/// The same key, same generation, under another parent whose generation is `under`.
key_row rewrap(const crypto::sealing_key& from, const crypto::sealing_key& to, std::uint32_t under,
               const uuid& journal, const key_row& row);

}
