// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/instant.hpp"
#include "storage/schema_name.hpp"

#include <cstdint>
#include <optional>

/// From moments to places in a workspace's journal. Any thread, blocking; each call is one
/// transaction and throws what `pool::with_workspace` throws.
namespace muniment::storage {

class pool;

/// The place of an event, and when it was recorded.
struct journal_place {
  std::uint64_t position = 0;
  instant recorded_at{};
  friend bool operator==(const journal_place&, const journal_place&) = default;
};

/// The last event that was recorded at `moment` or before; nothing when the first one came later. A
/// binary search: what stands later in a journal was never recorded earlier. What is not there, as
/// retention may drop it, is passed over.
std::optional<journal_place> place_at(pool& connections, const schema_name& schema, instant moment);

/// The event at `position`; nothing when there is none.
std::optional<journal_place> place_of(pool& connections, const schema_name& schema,
                                      std::uint64_t position);

}
