// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

/// The reader's statements, in their own file for the test that looks at their plans. They run with
/// the workspace's schema in the search path.
namespace muniment::storage::statements {

inline const std::string event_columns =
    "position, (extract(epoch FROM recorded_at) * 1000000)::bigint, version, category, type,"
    " stream, actor, command, body";

inline const std::string both_tables =
    "(SELECT * FROM events UNION ALL SELECT * FROM traffic) AS journal";

/// The same, and of each row the `journal_table` that it stands in.
inline const std::string each_table = "(SELECT 0::smallint AS stands_in, * FROM events"
                                      " UNION ALL SELECT 1::smallint, * FROM traffic) AS journal";

/// The condition stands outside the union: inside its arms the plan would sort the whole journal
/// for each page.
inline const std::string page = "SELECT " + event_columns + " FROM " + both_tables +
                                " WHERE position > $1 ORDER BY position LIMIT $2";

/// Events `after` + 1 to `upto` for COPY, which takes no parameters: numbers are all that varies.
inline std::string events_between(std::uint64_t after, std::uint64_t upto) {
  return "SELECT stands_in, position, recorded_at, version, category, type, stream, actor, command,"
         " body FROM " +
         each_table + " WHERE position > " + std::to_string(after) +
         " AND position <= " + std::to_string(upto) + " ORDER BY position";
}

/// Of the last event up to a position, outside the union as above.
inline const std::string last_place =
    "SELECT position, (extract(epoch FROM recorded_at) * 1000000)::bigint FROM " + both_tables +
    " WHERE position <= $1 ORDER BY position DESC LIMIT 1";

inline const std::string fact_stream =
    "SELECT " + event_columns +
    " FROM events WHERE category = $1 AND stream = $2 AND version > $3 ORDER BY version LIMIT $4";

inline const std::string traffic_stream =
    "SELECT " + event_columns +
    " FROM traffic WHERE category = $1 AND stream = $2 AND version > $3 ORDER BY version LIMIT $4";

inline constexpr auto head =
    "SELECT journal_id, workspace_id, (extract(epoch FROM created_at) * 1000000)::bigint, format,"
    " epoch, position, frontier FROM head";

inline constexpr auto claims = "SELECT c.kind, c.digest, c.stream FROM claims c"
                               " JOIN unnest($1::smallint[], $2::bytea[]) AS w (kind, digest)"
                               " ON c.kind = w.kind AND c.digest = w.digest";

inline constexpr auto outcomes =
    "SELECT digest, fingerprint, position, outcome,"
    " (extract(epoch FROM expires_at) * 1000000)::bigint FROM idempotency"
    " WHERE digest = ANY ($1::bytea[]) AND expires_at > transaction_timestamp()";

inline constexpr auto keys =
    "SELECT k.kind, k.bucket, k.id, k.wrapped FROM keys k"
    " JOIN unnest($1::smallint[], $2::smallint[], $3::uuid[]) AS w (kind, bucket, id)"
    " ON k.kind = w.kind AND k.bucket = w.bucket AND k.id = w.id";

inline constexpr auto keys_of_kind =
    "SELECT kind, bucket, id, wrapped FROM keys WHERE kind = $1 AND (bucket, id) > ($2, $3::uuid)"
    " ORDER BY bucket, id LIMIT $4";

inline constexpr auto bucket = "SELECT kind, bucket, id, wrapped FROM keys WHERE kind = $1 AND "
                               "bucket = $2 ORDER BY id LIMIT $3";

inline constexpr auto all_keys =
    "SELECT kind, bucket, id, wrapped FROM keys WHERE (kind, bucket, id) > ($1, $2, $3::uuid)"
    " ORDER BY kind, bucket, id LIMIT $4";

inline constexpr auto tiles =
    "SELECT level, index, half, hashes FROM tiles WHERE level = $1 AND index BETWEEN $2 AND $3"
    " ORDER BY index, half LIMIT $4";

}
