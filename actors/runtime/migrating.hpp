// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/instant.hpp"
#include "storage/schema_name.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <atomic>
#include <memory>
#include <string>

/// What the migrator is asked and answers (actors/messages.hpp).
namespace muniment {

struct migrate_request {
  storage::schema_name schema;
  instant until; ///< nothing is begun later
};
using migrate_ptr = std::shared_ptr<const migrate_request>;

/// What a node knows about the schemas of all workspaces. Any thread.
struct schema_standing {
  /// Nobody lacks a step of this program any more: whoever wakes need not look. Those that are
  /// made later are born with what the template has.
  std::atomic<bool> complete = false;
};

/// Whether the schema has every step of this program; else why not, for the log.
struct migrate_reply {
  bool done = false;
  std::string reason = {};
};

}

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::migrate_ptr)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::migrate_reply)
