// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/envelope.hpp"

#include <optional>
#include <string>

namespace muniment {

/// Makes a repetition recognisable: the digest of the caller's key, and of what was asked under it.
struct idempotency_key {
  bytes digest;
  bytes fingerprint;
  friend bool operator==(const idempotency_key&, const idempotency_key&) = default;
};
BOOST_DESCRIBE_STRUCT(idempotency_key, (), (digest, fingerprint))

/// A wish on its way to the aggregate that decides it. The same bytes cross a room or a network:
/// `pack(envelope)`. Personal values in it are in the clear, so it is never stored or logged.
struct command_envelope {
  uuid workspace;
  instant deadline; ///< not begun after this
  uuid command;
  acting_party actor;
  std::optional<uuid> causation;
  std::optional<trace_id> correlation;
  std::optional<plain<access_metadata>> access;
  std::optional<idempotency_key> idempotency;
  std::string category;
  uuid stream;
  /// Its id was made for this wish, so there is no such stream yet, and none is looked for. Where
  /// there is one all the same, the wish is refused.
  bool no_stream = false;
  bytes wish; ///< what `pack_command` made
  friend bool operator==(const command_envelope&, const command_envelope&) = default;
};
BOOST_DESCRIBE_STRUCT(command_envelope, (),
                      (workspace, deadline, command, actor, causation, correlation, access,
                       idempotency, category, stream, no_stream, wish))

enum class command_verdict : std::uint8_t {
  accepted = 1, ///< it is so; `position` holds its last event, or the head where it was so already
  refused,      ///< for the reason in `why`; events may tell of it at `position`
  unknown,      ///< nobody here can say: repeat under the same idempotency key
};
BOOST_DESCRIBE_ENUM(command_verdict, accepted, refused, unknown)

/// The answer. `why` is the name of a refusal code; empty when accepted.
struct command_reply {
  command_verdict verdict = command_verdict::unknown;
  std::uint64_t position = 0;
  std::string why;
  friend bool operator==(const command_reply&, const command_reply&) = default;
};
BOOST_DESCRIBE_STRUCT(command_reply, (), (verdict, position, why))

}
