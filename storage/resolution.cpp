// SPDX-License-Identifier: Apache-2.0
#include "storage/resolution.hpp"

#include "storage/failure.hpp"
#include "storage/journal_reader.hpp"

#include <algorithm>

namespace muniment::storage {

namespace {

constexpr std::size_t page_rows = 1'000;

/// The head after our epoch is raised and replicated, or as another owner left it.
taken_head raise(hub_connection& hub, const schema_name& schema, std::uint64_t expected,
                 const backend_id& lost, int attempts) {
  for (int attempt = 0; attempt < attempts; ++attempt) {
    const auto taken = hub.take_over(schema, expected);
    switch (taken.verdict) {
    case takeover_verdict::taken:
      return taken.head;
    case takeover_verdict::failed:
      throw failure{failure_kind::refused, "the epoch could not be raised (" + taken.sqlstate + ")",
                    taken.sqlstate};
    case takeover_verdict::busy:
      hub.terminate(lost);
      break;
    case takeover_verdict::unknown:
      if (!hub.usable()) throw failure{failure_kind::lost, "the connection was lost"};
      if (!taken.head.raised) return taken.head;
      expected = taken.head.epoch;
    }
  }
  throw failure{failure_kind::timed_out, "the epoch could not be raised in time"};
}

void read_above(journal_reader& reader, const schema_name& schema, std::uint64_t after,
                resolution& into) {
  while (after < into.position) {
    auto page = reader.read_page(schema, after, std::min(page_rows, into.position - after));
    if (page.empty() || page.front().position != after + 1)
      throw failure{failure_kind::missing, "the journal has a gap below its head"};
    after = page.back().position;
    std::ranges::move(page, std::back_inserter(into.committed));
  }
}

}

resolution resolve(hub_connection& hub, journal_reader& reader, const schema_name& schema,
                   std::uint64_t& my_epoch, std::uint64_t last_known_position,
                   const backend_id& lost, resolution_limits limits) {
  const auto head = raise(hub, schema, my_epoch, lost, limits.attempts);
  resolution result{!head.raised, head.epoch, head.position, head.frontier, {}};
  if (result.deposed) return result;
  my_epoch = head.epoch;
  if (head.position < last_known_position)
    throw failure{failure_kind::missing, "the journal is shorter than it was"};
  if (head.position - last_known_position > limits.events)
    throw failure{failure_kind::refused, "more events than a lost part can hold"};
  read_above(reader, schema, last_known_position, result);
  return result;
}

}
