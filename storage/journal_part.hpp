// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/bytes.hpp"
#include "events/codec/msgpack.hpp"
#include "events/instant.hpp"
#include "events/uuid.hpp"
#include "storage/schema_name.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace muniment::storage {

/// One event as a row: `body` is the envelope as hashed, the rest extracts of it, which `verify`
/// compares. `actor` is nil when nobody acted.
struct event_row {
  std::uint64_t position = 0;
  instant recorded_at{};
  std::uint32_t version = 0;
  std::int16_t category = 0;
  std::int16_t type = 0;
  uuid stream;
  uuid actor;
  uuid command;
  bytes body;
  bool operator==(const event_row&) const = default;
};

/// Half of a completed tile: 128 hashes of 32 bytes, because 256 would not fit a page.
struct tile_row {
  std::int16_t level = 0;
  std::int64_t index = 0;
  std::int16_t half = 0;
  bytes hashes;
  bool operator==(const tile_row&) const = default;
};

/// Names a value only one stream may hold, by its keyed digest.
struct claim_id {
  std::int16_t kind = 0;
  bytes digest;
  friend auto operator<=>(const claim_id&, const claim_id&) = default;
};

/// Such a value and the stream that holds it.
struct claim_row {
  std::int16_t kind = 0;
  bytes digest;
  uuid stream;
  bool operator==(const claim_row&) const = default;
};

/// Names a wrapped key.
struct key_id {
  std::int16_t kind = 0;
  std::int16_t bucket = 0;
  uuid id;
  friend auto operator<=>(const key_id&, const key_id&) = default;
};

/// A wrapped key. Writing replaces, because re-wrapping does.
struct key_row {
  std::int16_t kind = 0;
  std::int16_t bucket = 0;
  uuid id;
  bytes wrapped;
  bool operator==(const key_row&) const = default;
};

/// What became of a command that carried an idempotency key; `outcome` is sealed.
struct idempotency_row {
  bytes digest;
  bytes fingerprint;
  std::uint64_t position = 0;
  bytes outcome;
  instant expires_at{};
  bool operator==(const idempotency_row&) const = default;
};

/// What one workspace adds to its journal in one transaction. `epoch` and `position` are those of
/// the head it builds on; the events of `facts` and `traffic` together fill `position` + 1, +2, …
/// without a gap, each list ascending. `frontier` is the tree's after them.
/// Claims go out before they come in; keys are written before they are deleted, so that within one
/// part an erasure wins. A key or claim stands at most once in each list.
struct journal_part {
  schema_name schema;
  std::uint64_t epoch = 0;
  std::uint64_t position = 0;
  bytes frontier{};
  std::vector<event_row> facts{};
  std::vector<event_row> traffic{};
  std::vector<tile_row> tiles{};
  std::vector<claim_id> claims_released{};
  std::vector<claim_row> claims_taken{};
  std::vector<key_row> keys_written{};
  std::vector<key_id> keys_deleted{};
  std::vector<idempotency_row> idempotency{};
};

/// What `append` takes: rows without TOAST must fit a page, and nothing is unbounded.
namespace limits {
constexpr std::size_t frontier_bytes = 4096;
constexpr std::size_t tile_half_bytes = 128 * 32;
constexpr std::size_t wrapped_key_bytes = 4096;
constexpr std::size_t outcome_bytes = 4096;
constexpr std::size_t digest_bytes = 64;
/// No body is written that could not be read again.
constexpr std::size_t fact_body_bytes = codec_limits::body_octets;
constexpr std::size_t traffic_body_bytes = 7680;
constexpr std::size_t part_bytes = 8 << 20;
constexpr std::size_t part_rows = 10'000;
}

/// Why `part` must not be sent, in one sentence without data; empty when nothing is wrong: a row
/// over its limit, a gap or a double in the positions, a count over the limit.
/// The journal actor keeps within the limits itself; this is the backstop.
std::string malformation(const journal_part& part);

}
