// SPDX-License-Identifier: Apache-2.0
#include "projections/audit.hpp"

namespace muniment::audit {

std::vector<std::uint64_t> keys(const recorded<event>& fact) { return {fact.at.position}; }

row fold(const recorded<event>& fact) {
  const auto& at = fact.at;
  return {at.position, at.recorded_at, at.actor.kind, at.actor.id, at.subject,
          at.category, at.type,        at.stream,     at.version,  at.outcome,
          at.command,  at.correlation, at.access};
}

}
