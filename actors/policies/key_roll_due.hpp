// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/instant.hpp"
#include "storage/pool.hpp"

#include <chrono>
#include <stop_token>

/// When a roll of all keys is due by itself: told by what is durable, so that no restart forgets
/// it.
namespace muniment {

struct roll_situation {
  bool under_way = false; ///< one was begun and not ended
  bool awaited = false;   ///< something was destroyed that the last one did not cover
  instant era_since;      ///< when the newest era was made
};

/// Whether one is to begin, or to go on, at `now`. At most one begins in `between`; a clock that
/// was set back delays none. Pure.
bool is_roll_due(const roll_situation& seen, std::chrono::hours between, instant now);

/// Whether any workspace awaits a roll (`storage::awaits_roll`). Wakes none; one short read each.
/// Blocking; ends early, with false, when `stop` asks. Throws what `pool::with_workspace` throws.
bool is_roll_awaited(storage::pool& connections, const std::stop_token& stop);

}
