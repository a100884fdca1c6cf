// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/runtime/sequencing.hpp"
#include "storage/hub_connection.hpp"
#include "storage/keyring.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

/// What an archivist is asked and answers (actors/messages.hpp).
namespace muniment {

/// Raise the epoch past `epoch`, so that nothing of the lost backend can land any more, and say
/// what stands above `position`.
struct settle_request {
  storage::schema_name schema;
  std::uint64_t epoch = 0;
  std::uint64_t position = 0;
  storage::backend_id lost_backend;
};
using settle_ptr = std::shared_ptr<const settle_request>;

enum class settle_verdict : std::uint8_t {
  settled = 1, ///< this writer holds `epoch`; `bodies` are all events above its last known head
  deposed,     ///< another writer raised the epoch: nothing more may be written here
  unreachable, ///< the database could not be asked; ask again
};

struct settle_reply {
  settle_verdict verdict = settle_verdict::unreachable;
  std::uint64_t epoch = 0;
  std::vector<bytes> bodies;
};

/// Which of these claims and idempotency digests are on record.
struct lookup_request {
  storage::schema_name schema;
  std::vector<storage::claim_id> claims;
  std::vector<bytes> digests;
};
using lookup_ptr = std::shared_ptr<const lookup_request>;

struct lookup_reply {
  bool reached = false;
  std::vector<storage::claim_row> claims_held;
  std::vector<storage::idempotency_row> commands_known;
};

/// Which stream holds this claim now: how a login finds a user by the digest of a name.
struct holder_request {
  storage::schema_name schema;
  storage::claim_id claim;
};
using holder_ptr = std::shared_ptr<const holder_request>;

struct holder_reply {
  bool reached = false;
  std::optional<uuid> stream; ///< nothing when nobody holds it
};

/// Take the journal of a workspace over: from the reply on, its receiver is the sole writer.
struct wake_request {
  storage::schema_name schema;
  instant deadline = instant::max(); ///< not begun after this
};
using wake_ptr = std::shared_ptr<const wake_request>;

/// The cursor to write on from; null when the journal cannot be opened now, for `reason`.
struct wake_reply {
  std::shared_ptr<const journal_cursor> cursor;
  std::string reason;
};

/// The events of a stream above a version, oldest first.
struct stream_request {
  storage::schema_name schema;
  std::string category;
  uuid stream;
  std::uint64_t after_version = 0;
  instant deadline = instant::max(); ///< not begun after this
};
using stream_ptr = std::shared_ptr<const stream_request>;

struct stream_reply {
  bool reached = false;
  std::vector<bytes> bodies;
};

/// Committed key rows.
struct keys_request {
  storage::schema_name schema;
  storage::key_query query;
};
using keys_ptr = std::shared_ptr<const keys_request>;

struct keys_reply {
  bool reached = false;
  std::vector<storage::key_row> rows;
};

}

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::keys_ptr)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::keys_reply)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::settle_ptr)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::settle_reply)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::lookup_ptr)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::lookup_reply)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::holder_ptr)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::holder_reply)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::wake_ptr)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::wake_reply)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::stream_ptr)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::stream_reply)
