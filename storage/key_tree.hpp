// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/seal.hpp"
#include "storage/journal_part.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

/// The names in the key tree: master -> era -> workspace -> bucket -> subject, and beside the
/// buckets, directly under the workspace key, days, look-up keys, signing keys and the log key.
/// Pure; any thread.
namespace muniment::storage {

/// What a key row holds. The numbers stand in the database for ever.
enum class key_kind : std::int16_t {
  workspace = 1,     ///< one; under the era key
  bucket = 2,        ///< up to `bucket_count`, made on first use; under the workspace key
  subject = 3,       ///< one per person; under the key of its bucket
  day = 4,           ///< one per UTC day, for access metadata; under the workspace key
  lookup = 5,        ///< one; HMAC of what people are looked up by; never changes
  client_secret = 6, ///< one; HMAC of client secrets; never changes
  signing = 7,       ///< private keys that sign tokens, PKCS#8 DER; under the workspace key
  log = 8,           ///< one; the Ed25519 seed that signs tree heads; under the workspace key
  /// One, holding nothing, while copies of what was destroyed may still be opened: written with an
  /// erasure, gone with the next roll of the workspace key.
  destruction = 10,
};

/// An erasure re-wraps one bucket's survivors, so there are many buckets.
inline constexpr std::int16_t bucket_count = 1024;

/// The place of a subject's key: the first 10 bits of SHA-256 of its id.
std::int16_t bucket_of(const uuid& subject);

/// The names of key rows. Kinds of which there is one have the nil id.
key_id sole_key_id(key_kind kind);
key_id bucket_key_id(std::int16_t bucket);
key_id subject_key_id(const uuid& subject);
key_id day_key_id(std::chrono::sys_days day);
key_id owned_key_id(key_kind kind, const uuid& id);

/// The day of a day key's row; nothing for ids that name no day.
std::optional<std::chrono::sys_days> day_of(const key_id& id);

inline key_id id_of(const key_row& row) { return {row.kind, row.bucket, row.id}; }

/// For messages: kind by name, bucket and id.
std::string to_string(const key_id& id);

/// One of the deployment's era keys. Numbers rise from 1.
struct era {
  std::uint32_t number = 0;
  std::shared_ptr<const crypto::sealing_key> key;
};

}
