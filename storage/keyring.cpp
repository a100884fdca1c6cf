// SPDX-License-Identifier: Apache-2.0
#include "storage/keyring.hpp"

#include "crypto/random.hpp"
#include "storage/big_endian.hpp"
#include "storage/key_wrapping.hpp"

#include <algorithm>
#include <stdexcept>

namespace muniment::storage {
namespace {

constexpr std::size_t secret_size = crypto::sealing_key::secret_size;

shared_key sealing_key_of(const crypto::secret_bytes& secret) {
  return std::make_shared<const crypto::sealing_key>(secret.reveal());
}

/// Another purpose of a subject's key, so that the key itself need not be kept.
crypto::secret_bytes access_part(const crypto::secret_bytes& subject) {
  return crypto::hkdf_sha256(subject.reveal(), {}, as_bytes("muniment subject access v1"),
                             secret_size);
}

/// HKDF over both: whoever lacks either cannot tell the result from chance.
shared_key joint_key(const crypto::secret_bytes& day, const crypto::secret_bytes& subject) {
  bytes both;
  both.reserve(2 * secret_size); // One allocation: growing would leave a copy behind.
  put(both, day.reveal());
  put(both, subject.reveal());
  const crypto::secret_bytes material{std::move(both)};
  return sealing_key_of(crypto::hkdf_sha256(material.reveal(), {},
                                            as_bytes("muniment access metadata v1"), secret_size));
}

const era& era_of(const key_row& workspace, std::span<const era> eras) {
  const auto under = wrapping_of(workspace).under;
  const auto found = std::ranges::find(eras, under, &era::number);
  if (found != eras.end()) return *found;
  throw key_error(key_fault::foreign_era, "the workspace key is wrapped under era " +
                                              std::to_string(under) +
                                              ", which the key store does not hold");
}

}

struct keyring::opened_day {
  explicit opened_day(crypto::secret_bytes owned)
      : secret{std::move(owned)}, key{secret.reveal()} {}

  crypto::secret_bytes secret;
  crypto::sealing_key key;
};

struct keyring::opened_subject {
  explicit opened_subject(const crypto::secret_bytes& secret)
      : key{secret.reveal()}, access{access_part(secret)} {}

  /// The key from both. Every event of a subject asks for that of its day, and to derive it takes
  /// six HMACs: the last one is kept, with the subject, and is of no use once its day is gone. Only
  /// for the keyring, on its thread: who shares `key` never looks here.
  [[nodiscard]] const shared_key& access_on(const std::shared_ptr<const opened_day>& day) const {
    if (last_day.lock() != day) {
      last_access = joint_key(day->secret, access);
      last_day = day;
    }
    return last_access;
  }

  crypto::sealing_key key;
  crypto::secret_bytes access;
  mutable std::weak_ptr<const opened_day> last_day;
  mutable shared_key last_access;
};

keyring::keyring(const uuid& journal, era now, key_loader load, keyring_limits limits)
    : journal_{journal}, era_{std::move(now)}, load_{std::move(load)}, limits_{limits},
      subjects_{limits.cached_subjects} {}

keyring keyring::create(const uuid& journal, const era& now, key_loader load, key_changes& changes,
                        keyring_limits limits) {
  keyring ring{journal, now, std::move(load), limits};
  const auto workspace = crypto::random_secret(secret_size);
  auto lookup = crypto::random_secret(secret_size);
  auto client_secret = crypto::random_secret(secret_size);
  ring.stage(changes, sole_key_id(key_kind::workspace), {now.number, now.key}, workspace.reveal());
  ring.workspace_ = {1, sealing_key_of(workspace)};
  const auto keep = [&](key_kind kind, const crypto::secret_bytes& secret) {
    ring.stage(changes, sole_key_id(kind), ring.workspace_, secret.reveal());
  };
  keep(key_kind::lookup, lookup);
  keep(key_kind::client_secret, client_secret);
  keep(key_kind::log, crypto::random_secret(secret_size));
  ring.lookups_ = std::make_shared<const lookup_keys>(std::move(lookup), std::move(client_secret));
  return ring;
}

keyring keyring::wake(const uuid& journal, std::span<const era> eras, key_loader load,
                      keyring_limits limits) {
  keyring ring{journal, {}, std::move(load), limits};
  const auto row = ring.row_of(sole_key_id(key_kind::workspace));
  if (!row) throw key_error(key_fault::absent, "there is no row of the workspace key");
  ring.era_ = era_of(*row, eras);
  ring.workspace_ = {wrapping_of(*row).generation,
                     sealing_key_of(must_unwrap(*ring.era_.key, journal, *row))};
  ring.lookups_ = std::make_shared<const lookup_keys>(ring.sole_secret(key_kind::lookup),
                                                      ring.sole_secret(key_kind::client_secret));
  return ring;
}

user::key_reference keyring::create_subject(key_changes& changes, const uuid& subject) {
  if (find_subject(subject, {})) throw std::logic_error("this subject has a key already");
  const auto secret = crypto::random_secret(secret_size);
  const auto bucket = bucket_for(changes, bucket_of(subject));
  stage(changes, subject_key_id(subject), bucket, secret.reveal());
  const auto opened = std::make_shared<const opened_subject>(secret);
  subjects_.put(subject, opened);
  const auto& commitment = opened->key.commitment();
  return {subject, bytes{commitment.begin(), commitment.end()}};
}

shared_key keyring::subject_key(key_changes& changes, const uuid& subject, bytes_view commitment) {
  auto key = find_subject_key(subject, commitment);
  const auto id = subject_key_id(subject);
  if (!key) throw key_error(key_fault::absent, "there is no " + to_string(id));
  staging_.depend(changes, bucket_key_id(id.bucket));
  staging_.depend(changes, id);
  return key;
}

shared_key keyring::find_subject_key(const uuid& subject, bytes_view commitment) {
  const auto opened = find_subject(subject, commitment);
  return opened ? shared_key{opened, &opened->key} : nullptr;
}

shared_key keyring::access_key(key_changes& changes, std::chrono::sys_days day,
                               const std::optional<uuid>& subject) {
  if (subject) subject_key(changes, *subject);
  day_for(changes, day);
  return find_access_key(day, subject);
}

shared_key keyring::find_access_key(std::chrono::sys_days day, const std::optional<uuid>& subject) {
  const auto of_day = find_day(day);
  if (!of_day) return nullptr;
  if (!subject) return {of_day, &of_day->key};
  const auto of_subject = find_subject(*subject, {});
  return of_subject ? of_subject->access_on(of_day) : nullptr;
}

std::shared_ptr<const keyring::opened_subject> keyring::find_subject(const uuid& subject,
                                                                     bytes_view commitment) {
  const auto id = subject_key_id(subject);
  const auto* known = subjects_.find(subject);
  auto opened = known ? *known : nullptr;
  if (!known) {
    if (const auto row = row_of(id)) {
      const auto bucket = find_bucket(id.bucket);
      if (!bucket)
        throw key_error(key_fault::damaged, "the bucket of " + to_string(id) + " is lost");
      opened = std::make_shared<const opened_subject>(must_unwrap(*bucket->key, journal_, *row));
    }
    subjects_.put(subject, opened);
  }
  if (opened && !commitment.empty() && !std::ranges::equal(opened->key.commitment(), commitment))
    throw key_error(key_fault::mismatched,
                    "the " + to_string(id) + " is not the one its subject was created with");
  return opened;
}

std::optional<keyring::parent_key> keyring::find_bucket(std::int16_t bucket) {
  const auto known = buckets_.find(bucket);
  if (known != buckets_.end()) return known->second;
  const auto row = row_of(bucket_key_id(bucket));
  if (!row) return std::nullopt;
  const parent_key opened{wrapping_of(*row).generation,
                          sealing_key_of(must_unwrap(*workspace_.key, journal_, *row))};
  return buckets_.emplace(bucket, opened).first->second;
}

keyring::parent_key keyring::bucket_for(key_changes& changes, std::int16_t bucket) {
  const auto id = bucket_key_id(bucket);
  if (auto known = find_bucket(bucket)) {
    staging_.depend(changes, id);
    return *std::move(known);
  }
  const auto secret = crypto::random_secret(secret_size);
  stage(changes, id, workspace_, secret.reveal());
  return buckets_.emplace(bucket, parent_key{1, sealing_key_of(secret)}).first->second;
}

std::shared_ptr<const keyring::opened_day> keyring::find_day(std::chrono::sys_days day) {
  const auto known = days_.find(day);
  if (known != days_.end()) return known->second;
  const auto row = row_of(day_key_id(day));
  if (!row) return nullptr;
  if (days_.size() >= limits_.cached_days) days_.erase(days_.begin());
  auto opened = std::make_shared<const opened_day>(must_unwrap(*workspace_.key, journal_, *row));
  return days_.emplace(day, std::move(opened)).first->second;
}

std::shared_ptr<const keyring::opened_day> keyring::day_for(key_changes& changes,
                                                            std::chrono::sys_days day) {
  const auto id = day_key_id(day);
  if (auto known = find_day(day)) {
    staging_.depend(changes, id);
    return known;
  }
  stage(changes, id, workspace_, crypto::random_secret(secret_size).reveal());
  return find_day(day);
}

void keyring::stage(key_changes& changes, const key_id& id, const parent_key& parent,
                    bytes_view secret) {
  require_stageable();
  staging_.stage(changes, wrap(*parent.key, journal_, id, {1, parent.generation}, secret));
}

std::optional<key_row> keyring::row_of(const key_id& id) const {
  if (const auto* staged = staging_.find(id)) return *staged;
  auto rows = load_({static_cast<key_kind>(id.kind), id.bucket, id.id});
  if (rows.empty()) return std::nullopt;
  if (rows.size() > 1 || id_of(rows.front()) != id)
    throw key_error(key_fault::damaged,
                    "the loader answered with other rows than " + to_string(id));
  return std::move(rows.front());
}

void keyring::require_stageable() const {
  if (on_commit_) throw std::logic_error("an erasure or a roll of the keys is not settled yet");
}

void keyring::committed(const key_changes& changes) {
  staging_.committed(changes);
  if (changes.exclusive)
    if (const auto apply = std::exchange(on_commit_, nullptr)) apply(*this);
}

void keyring::refused(const key_changes& changes) {
  if (changes.exclusive) on_commit_ = nullptr;
  for (const auto& id : staging_.refused(changes))
    forget(id);
}

void keyring::forget(const key_id& id) {
  if (id == bucket_key_id(id.bucket)) buckets_.erase(id.bucket);
  if (id == subject_key_id(id.id)) subjects_.drop(id.id);
  if (const auto day = day_of(id)) days_.erase(*day);
}

}
