// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/schema_name.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <memory>
#include <string>

/// What the migrator is asked and answers (actors/messages.hpp).
namespace muniment {

struct migrate_request {
  storage::schema_name schema;
};
using migrate_ptr = std::shared_ptr<const migrate_request>;

/// Whether the schema has every step of this program; else why not, for the log.
struct migrate_reply {
  bool done = false;
  std::string reason = {};
};

}

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::migrate_ptr)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::migrate_reply)
