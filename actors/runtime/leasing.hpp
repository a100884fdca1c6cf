// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/uuid.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <cstdint>
#include <string>

/// What the lease keeper is asked and answers (actors/messages.hpp).
namespace muniment {

struct lease_request {
  uuid workspace;
};

/// Held in term `term` of this node, or, when that is 0, not held for `reason`.
struct lease_reply {
  std::uint64_t term = 0;
  bool elsewhere = false;  ///< another node holds it
  std::string reason = {}; ///< for the log
};

}

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::lease_request)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::lease_reply)
