// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/command_envelope.hpp"
#include "crypto/seal.hpp"

#include <optional>

namespace muniment {

/// What a repetition of a command is answered with, sealed under `lookup_keys::outcome_key` as it
/// lies beside the journal. Bound into the box: the journal, the digest of the caller's key and the
/// fingerprint of what was asked, so that no row can stand in for another. The position is the
/// row's own.
bytes seal_outcome(const crypto::sealing_key& key, const uuid& journal, const idempotency_key& of,
                   const command_reply& reply);

/// Nothing when the box was changed, or sealed for another command or journal.
std::optional<command_reply> open_outcome(const crypto::sealing_key& key, const uuid& journal,
                                          const idempotency_key& of, bytes_view box);

}
