// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/decider.hpp"
#include "events/envelope.hpp"
#include "storage/key_changes.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muniment {

/// One fact on its way into the journal: sealed and packed, lacking only its place.
struct draft_event {
  std::string type;
  std::uint16_t type_version = 0;
  bytes payload;
  event_outcome outcome = event_outcome::succeeded;
  std::optional<sealed<access_metadata>> access;
};

/// How a repeated command is known: the digest of its key, and of everything else it says.
struct idempotency_ticket {
  bytes digest;
  bytes fingerprint;
  bytes outcome; ///< what a repetition is answered with, sealed
  instant expires_at;
};

/// What one decision adds to the journal: whole or not at all. Events go to one stream and stand
/// next to each other. A refusal that is to be remembered is a request without events.
struct append_request {
  std::string category;
  uuid stream;
  std::uint64_t version = 0; ///< of the stream before this; the first event gets version + 1
  std::vector<draft_event> events;
  acting_party actor;
  std::optional<uuid> subject;
  std::optional<uuid> tenant;
  std::optional<uuid> project;
  uuid command;
  std::optional<uuid> causation;
  std::optional<trace_id> correlation;
  std::vector<claim> taken;
  std::vector<claim> released;
  storage::key_changes keys;
  std::optional<idempotency_ticket> idempotency;
  instant deadline; ///< not begun after this
};

using append_ptr = std::shared_ptr<const append_request>;

}
