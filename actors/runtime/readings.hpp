// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/secret.hpp"
#include "events/instant.hpp"
#include "events/uuid.hpp"
#include "storage/keyring.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

/// What may be read of an awake workspace: messages and replies of `host_actor`. They hold secrets
/// and personal values in the clear: they stay within a node and are never logged.
namespace muniment {

/// What came of reading.
enum class read_verdict : std::uint8_t {
  found = 1,
  absent,      ///< it never was, or is erased or destroyed
  unavailable, ///< it cannot be read now; ask again
};

/// Wiped when the last one lets go of it.
using shared_secret = std::shared_ptr<const crypto::secret_bytes>;

/// The state of an aggregate as everything asked before left it. `absent` when nothing was ever
/// recorded in its stream.
struct state_request {
  std::string category;
  uuid stream;
  instant deadline = instant::max(); ///< not begun after this
};

/// `state` is `pack(Noun::state<opened>)`; of an erased person all personal values are erased.
struct state_reply {
  read_verdict verdict = read_verdict::unavailable;
  std::uint64_t version = 0;
  shared_secret state;
};

/// The key that opens a person's fields in rows; whoever keeps it lets go of it at the erasure.
struct subject_key_request {
  uuid subject;
};

/// The key that opens where requests of a day came from, of those about a person if one is named.
struct access_key_request {
  std::chrono::sys_days day;
  std::optional<uuid> subject;
};

/// Of either.
struct subject_key_reply {
  read_verdict verdict = read_verdict::unavailable;
  storage::shared_key key;
};

/// The keys under which people and clients are looked up.
struct lookup_keys_request {};

struct lookup_keys_reply {
  read_verdict verdict = read_verdict::unavailable;
  storage::shared_lookup_keys keys;
};

/// The private part of a signing key, by its stream.
struct signing_secret_request {
  uuid key;
};

struct signing_secret_reply {
  read_verdict verdict = read_verdict::unavailable;
  shared_secret der; ///< PKCS#8
};

}

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::state_request)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::state_reply)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::subject_key_request)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::access_key_request)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::subject_key_reply)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::lookup_keys_request)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::lookup_keys_reply)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::signing_secret_request)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::signing_secret_reply)
