// SPDX-License-Identifier: Apache-2.0
#include "crypto/random.hpp"
#include "storage/key_wrapping.hpp"
#include "storage/keyring.hpp"

#include <algorithm>
#include <stdexcept>

/// The exclusive operations. Each prepares its rows from the committed ones and leaves memory as it
/// is; what changes there waits in `on_commit_`, so that a refusal has nothing to undo.
namespace muniment::storage {
namespace {

/// Everything that lies under the workspace key.
constexpr key_kind under_workspace[] = {key_kind::bucket,  key_kind::day,
                                        key_kind::lookup,  key_kind::client_secret,
                                        key_kind::signing, key_kind::log};

}

std::optional<key_changes> keyring::erase(const uuid& subject) {
  require_quiet();
  const auto id = subject_key_id(subject);
  const auto rows = rows_of({key_kind::subject, id.bucket, {}});
  if (std::ranges::find(rows, id, id_of) == rows.end()) return std::nullopt;
  const auto old = find_bucket(id.bucket);
  if (!old) throw key_error(key_fault::damaged, "the bucket of " + to_string(id) + " is lost");

  const auto secret = crypto::random_secret(crypto::sealing_key::secret_size);
  const parent_key fresh{old->generation + 1,
                         std::make_shared<const crypto::sealing_key>(secret.reveal())};
  key_changes changes{{destruction_row()}, {id}, true};
  changes.written.push_back(wrap(*workspace_.key, journal_, bucket_key_id(id.bucket),
                                 {fresh.generation, workspace_.generation}, secret.reveal()));
  for (const auto& row : rows)
    if (id_of(row) != id)
      changes.written.push_back(rewrap(*old->key, *fresh.key, fresh.generation, journal_, row));

  on_commit_ = [subject, bucket = id.bucket, fresh](keyring& ring) {
    ring.buckets_[bucket] = fresh;
    ring.subjects_.put(subject, nullptr);
  };
  return changes;
}

key_changes keyring::roll_workspace_key(const era& to) {
  require_quiet();
  const auto secret = crypto::random_secret(crypto::sealing_key::secret_size);
  const parent_key fresh{workspace_.generation + 1,
                         std::make_shared<const crypto::sealing_key>(secret.reveal())};
  key_changes changes{{}, {sole_key_id(key_kind::destruction)}, true};
  changes.written.push_back(wrap(*to.key, journal_, sole_key_id(key_kind::workspace),
                                 {fresh.generation, to.number}, secret.reveal()));
  for (const auto kind : under_workspace)
    for (const auto& row : rows_of({kind, {}, {}}))
      changes.written.push_back(
          rewrap(*workspace_.key, *fresh.key, fresh.generation, journal_, row));
  if (changes.written.size() > max_exclusive_rows)
    throw key_error(key_fault::over_limit, "more rows lie under the workspace key than one append "
                                           "can carry");

  on_commit_ = [to, fresh](keyring& ring) {
    ring.era_ = to;
    ring.workspace_ = fresh;
  };
  return changes;
}

key_changes keyring::destroy_days_before(std::chrono::sys_days day) {
  require_quiet();
  std::vector<std::chrono::sys_days> doomed;
  for (const auto& row : load_({key_kind::day, {}, {}}))
    if (const auto of = day_of(id_of(row)); of && *of < day) doomed.push_back(*of);
  std::ranges::sort(doomed);
  doomed.resize(std::min(doomed.size(), max_exclusive_rows));

  key_changes changes{{}, {}, true};
  if (!doomed.empty()) changes.written.push_back(destruction_row());
  for (const auto each : doomed)
    changes.deleted.push_back(day_key_id(each));
  on_commit_ = [doomed](keyring& ring) {
    for (const auto each : doomed)
      ring.days_.erase(each);
  };
  return changes;
}

key_changes keyring::remove_signing_key(const uuid& id) {
  require_quiet();
  on_commit_ = [](keyring&) {};
  return {{}, {owned_key_id(key_kind::signing, id)}, true};
}

/// What is in the row does not matter, only that it stands; `under` tells since which generation.
key_row keyring::destruction_row() const {
  return wrap(*workspace_.key, journal_, sole_key_id(key_kind::destruction),
              {1, workspace_.generation}, {});
}

void keyring::require_quiet() const {
  if (!quiet()) throw std::logic_error("the keyring has changes that are not settled yet");
}

std::vector<key_row> keyring::rows_of(const key_query& query) const {
  auto rows = load_(query);
  if (rows.size() > max_exclusive_rows)
    throw key_error(key_fault::over_limit, "more key rows of one kind than one append can rewrite");
  return rows;
}

}
