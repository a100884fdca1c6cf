// SPDX-License-Identifier: Apache-2.0
#include "projections/runtime/as_of.hpp"

namespace muniment {

void fold_as_of(storage::pool& connections, const storage::schema_name& schema,
                std::uint64_t position, std::span<past_fold* const> folds,
                const as_of_options& options) {
  const auto fold_wave = [&](const wave& events) {
    if (std::chrono::steady_clock::now() >= options.until)
      throw replay_error{replay_error::reason::too_late, events.last,
                         "the journal was not folded in time"};
    for (const auto& each : events.bodies) {
      const auto parsed = parse_recorded(each);
      for (auto* fold : folds)
        fold->add(each.position, parsed);
    }
  };
  replay(connections, schema, 0, position, options.wave_events, options.stop, fold_wave);
}

}
