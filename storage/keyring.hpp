// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/digest.hpp"
#include "crypto/secret.hpp"
#include "events/user.hpp"
#include "storage/key_changes.hpp"
#include "storage/key_error.hpp"
#include "storage/key_staging.hpp"
#include "storage/key_tree.hpp"
#include "storage/lookup_keys.hpp"
#include "storage/recent.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace muniment::storage {

/// Which committed key rows are wanted: all of a kind, of one bucket of it, or the one with an id.
struct key_query {
  key_kind kind;
  std::optional<std::int16_t> bucket;
  std::optional<uuid> id;
  friend bool operator==(const key_query&, const key_query&) = default;
};

/// Answers with the rows as committed now. May block: the keyring belongs to an actor that may.
using key_loader = std::function<std::vector<key_row>(const key_query&)>;

/// A key that seals and opens; immutable, so it may be shared with any thread. Whoever keeps one
/// lets go of it when its subject is erased.
using shared_key = std::shared_ptr<const crypto::sealing_key>;

struct keyring_limits {
  /// Opened subject keys (and known absences) kept in memory, about 500 octets each.
  std::size_t cached_subjects = 4096;
  /// Opened day keys kept in memory.
  std::size_t cached_days = 64;
};

/// The most rows one erasure or roll may rewrite: one append must carry it with its event.
inline constexpr std::size_t max_exclusive_rows = limits::part_rows - 16;

/// The keys of one awake workspace. Knows no SQL: reads through a `key_loader`, and everything that
/// must be written comes out as `key_changes` for the append of the events it belongs to.
///
/// A key made here is usable at once, through the changes that carry its row; sealing under a key
/// whose row is not yet known to be committed repeats the row in the sealing command's changes.
/// What an erasure or a roll does takes effect in memory when its append has committed, and it is
/// alone: it begins only while `quiet()`, and until it is settled nothing new is made
/// (`std::logic_error` otherwise; the caller holds commands back for that moment). After an append
/// of unknown outcome, settle once it is resolved, or throw the keyring away and wake another.
///
/// Not synchronised: it belongs to one actor. Throws `key_error`, and what the loader throws.
class keyring {
public:
  /// The keys of a new workspace: workspace, look-up, client-secret and log key, four rows.
  static keyring create(const uuid& journal, const era& now, key_loader load, key_changes& changes,
                        keyring_limits limits = {});

  /// Those of an existing one. `eras`: all that the key store holds (two while the era rolls).
  static keyring wake(const uuid& journal, std::span<const era> eras, key_loader load,
                      keyring_limits limits = {});

  /// Makes a subject's key, and its bucket's on first use. The answer belongs into the event that
  /// creates the subject. A subject has one key for ever: asking again throws `std::logic_error`.
  user::key_reference create_subject(key_changes& changes, const uuid& subject);

  /// The key to seal a subject's fields with; throws (absent) when it is erased or unknown.
  /// `commitment`, when given, is what the creating event holds: another key throws (mismatched).
  shared_key subject_key(key_changes& changes, const uuid& subject, bytes_view commitment = {});

  /// The key to open with; null when the subject is erased or unknown.
  shared_key find_subject_key(const uuid& subject, bytes_view commitment = {});

  /// The key for access metadata of `day`: the day's own, made on first use, or, where a subject is
  /// known, one from both keys, gone with either.
  shared_key access_key(key_changes& changes, std::chrono::sys_days day,
                        const std::optional<uuid>& subject);

  /// The same to open with; null when the day or the subject is destroyed or unknown.
  shared_key find_access_key(std::chrono::sys_days day, const std::optional<uuid>& subject);

  /// The keys under which people and clients are looked up; whoever keeps them may go on using
  /// them.
  [[nodiscard]] const shared_lookup_keys& lookups() const { return lookups_; }

  /// The Ed25519 seed (RFC 8032 section 5.1.5) that signs this journal's tree heads.
  crypto::secret_bytes log_seed();

  /// Keeps a private key (PKCS#8 DER) of at most `max_wrapped_secret` octets.
  void put_signing_key(key_changes& changes, const uuid& id, const crypto::secret_bytes& der);
  std::optional<crypto::secret_bytes> signing_key(const uuid& id);

  /// Exclusive: destroys a subject's key: its row goes, its bucket gets a new key, the bucket's
  /// survivors are wrapped anew. Nothing when the subject is erased already or unknown. Old copies
  /// of the rows die with the next `roll_workspace_key` and the end of the era it leaves; until
  /// then the row `key_kind::destruction` stands.
  std::optional<key_changes> erase(const uuid& subject);

  /// Exclusive: a new workspace key, under `to`, and everything under it wrapped anew. After it and
  /// `key_store::finish_roll`, what was erased or destroyed before it cannot be had from any copy.
  key_changes roll_workspace_key(const era& to);

  /// Exclusive: destroys the keys of all days before `day`, at most `max_exclusive_rows` of them,
  /// oldest first. What stands of them in copies waits for a roll as after `erase`.
  key_changes destroy_days_before(std::chrono::sys_days day);

  /// Exclusive: destroys a retired signing key.
  key_changes remove_signing_key(const uuid& id);

  /// The append that carried `changes` is committed, or will never be.
  void committed(const key_changes& changes);
  void refused(const key_changes& changes);

  /// Whether an exclusive operation may begin: every change that made a key is settled.
  [[nodiscard]] bool quiet() const { return staging_.empty() && !on_commit_; }

  /// Of the workspace key: how often it was replaced, and the era it lies under.
  [[nodiscard]] std::uint32_t generation() const { return workspace_.generation; }
  [[nodiscard]] std::uint32_t era_number() const { return era_.number; }

private:
  struct parent_key {
    std::uint32_t generation = 0;
    shared_key key;
  };
  struct opened_subject;
  struct opened_day;

  keyring(const uuid& journal, era now, key_loader load, keyring_limits limits);

  void require_stageable() const;
  void require_quiet() const;
  void stage(key_changes& changes, const key_id& id, const parent_key& parent, bytes_view secret);
  [[nodiscard]] key_row destruction_row() const;
  [[nodiscard]] std::optional<key_row> row_of(const key_id& id) const;
  [[nodiscard]] std::vector<key_row> rows_of(const key_query& query) const;
  crypto::secret_bytes sole_secret(key_kind kind) const;
  std::optional<crypto::secret_bytes> owned_secret(key_kind kind, const uuid& id) const;
  void forget(const key_id& id);

  std::optional<parent_key> find_bucket(std::int16_t bucket);
  parent_key bucket_for(key_changes& changes, std::int16_t bucket);
  std::shared_ptr<const opened_subject> find_subject(const uuid& subject, bytes_view commitment);
  std::shared_ptr<const opened_day> find_day(std::chrono::sys_days day);
  std::shared_ptr<const opened_day> day_for(key_changes& changes, std::chrono::sys_days day);

  uuid journal_;
  era era_;
  key_loader load_;
  keyring_limits limits_;
  parent_key workspace_;
  shared_lookup_keys lookups_;
  std::map<std::int16_t, parent_key> buckets_;
  recent<uuid, std::shared_ptr<const opened_subject>> subjects_; ///< null: known to be absent
  std::map<std::chrono::sys_days, std::shared_ptr<const opened_day>> days_;
  key_staging staging_;
  std::function<void(keyring&)> on_commit_; ///< set while an exclusive operation is open
};

}
