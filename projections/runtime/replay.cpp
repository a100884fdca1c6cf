// SPDX-License-Identifier: Apache-2.0
#include "projections/runtime/replay.hpp"

#include "storage/journal_copy.hpp"

#include <future>
#include <utility>

namespace muniment {

void replay(storage::pool& connections, const storage::schema_name& schema, std::uint64_t after,
            std::uint64_t upto, std::size_t wave_events, const std::stop_token& stop,
            const wave_sink& sink, const wave_filter& wanted) {
  using reason = replay_error::reason;
  std::vector<recorded_body> reading, folding;
  std::size_t events = 0;
  std::future<void> folded;
  auto expected = after + 1;
  const auto await_fold = [&] {
    if (folded.valid()) folded.get();
  };
  const auto hand_on = [&] {
    await_fold();
    if (stop.stop_requested())
      throw replay_error{reason::cancelled, expected, "cancelled before it was done"};
    std::swap(reading, folding);
    reading.clear();
    if (events == 0) return;
    folded =
        std::async(std::launch::async, [&, last = expected - 1, count = std::exchange(events, 0)] {
          sink({folding, last, count});
        });
  };
  storage::copy_bodies(connections, schema, after, upto,
                       [&](std::uint64_t position, bytes_view body) {
                         if (position != expected)
                           throw replay_error{reason::gap, expected, "the journal has no event"};
                         ++expected;
                         if (!wanted || wanted(position, body))
                           reading.push_back({position, {body.begin(), body.end()}});
                         if (++events == wave_events) hand_on();
                       });
  hand_on();
  await_fold();
  if (expected != upto + 1 && upto > after)
    throw replay_error{reason::gap, expected, "the journal ends early"};
}

}
