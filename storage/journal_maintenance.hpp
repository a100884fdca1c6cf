// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/schema_name.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stop_token>

namespace muniment::storage {

class pool;

/// How the newest traffic partition stands.
struct traffic_growth {
  std::uint64_t begin = 1; ///< its first position
  std::uint64_t next = 1;  ///< that of the next event
  std::uint64_t rows = 0;  ///< in it, estimated: never more than there are positions
};

/// Counts nothing: from what the last vacuum or analysis saw, and the size of the partition now.
traffic_growth read_traffic_growth(pool& connections, const schema_name& schema);

/// Where the newest partition is to end, so that it will hold about `partition_rows` if it goes on
/// as it began; nothing while it holds less than a tenth of them. At most four times as many
/// positions from its first, whatever it began with: an import is all facts, and would put the end
/// years ahead. Pure. Closing a partition scans it while appends wait: ahead of time there is
/// little to scan.
std::optional<std::uint64_t> traffic_edge(const traffic_growth& of, std::uint64_t partition_rows);

/// Lets the newest traffic partition end before the position `edge`, which must lie ahead, else
/// before the next event, and opens the one that begins there; false, and nothing done, when it
/// still is empty. Appends wait behind it, half a second at most, of which it waits 100 ms at most
/// for each lock: the table's, then that of each partition. Blocking, any thread. Throws what
/// `pool::with_workspace` throws, among it, and nothing was changed then: refused (55P03) while a
/// reader or a vacuum is there, timed_out (57014) when the half second did not suffice for the
/// scan; only a partition that a program from before these rounds let grow can be that large.
bool rotate_traffic(pool& connections, const schema_name& schema, std::uint64_t edge);

/// Deletes at most `limit` idempotency rows that have expired by the database's clock; how many.
/// Fewer than `limit` says that none is left but those that an append is about to replace, for
/// which it does not wait. Blocking, any thread. Throws what `pool::with_workspace` throws,
/// timed_out (57014) after a second.
std::size_t forget_expired(pool& connections, const schema_name& schema, std::size_t limit);

struct maintenance_terms {
  std::uint64_t partition_rows = 1'000'000; ///< of traffic, about
  std::size_t forgotten_at_once = 1'000;    ///< idempotency rows, in one transaction
  std::size_t most_batches = 100;           ///< of them, in one round
};

/// What one round over a journal did.
struct maintenance_report {
  std::size_t forgotten = 0;
  bool rotated = false;
};

/// What keeps the tables of a journal from growing for ever: opens the next traffic partition
/// ahead, and forgets outcomes that have expired; each also when the other fails. Beside whoever
/// writes; blocking, any thread. `stop` ends it between two batches of outcomes. Throws what
/// `pool::with_workspace` throws, when it has tried both; what was done until then stands.
maintenance_report maintain(pool& connections, const schema_name& schema,
                            const maintenance_terms& terms = {}, const std::stop_token& stop = {});

}
