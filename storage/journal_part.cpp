// SPDX-License-Identifier: Apache-2.0
#include "storage/journal_part.hpp"

#include <algorithm>
#include <limits>

namespace muniment::storage {

namespace {

std::size_t rows_of(const journal_part& part) {
  return part.facts.size() + part.traffic.size() + part.tiles.size() + part.claims_released.size() +
         part.claims_taken.size() + part.keys_written.size() + part.keys_deleted.size() +
         part.idempotency.size();
}

std::size_t bytes_of(const journal_part& part) {
  auto total = part.frontier.size();
  for (const auto& row : part.facts)
    total += row.body.size();
  for (const auto& row : part.traffic)
    total += row.body.size();
  for (const auto& row : part.tiles)
    total += row.hashes.size();
  for (const auto& row : part.keys_written)
    total += row.wrapped.size();
  for (const auto& row : part.idempotency)
    total += row.outcome.size();
  return total;
}

/// Walks both lists as one: each next position must stand at the front of exactly one of them.
bool gap_free(const journal_part& part) {
  auto fact = part.facts.begin();
  auto traffic = part.traffic.begin();
  const auto count = part.facts.size() + part.traffic.size();
  for (std::uint64_t expected = part.position + 1; expected <= part.position + count; ++expected) {
    if (fact != part.facts.end() && fact->position == expected)
      ++fact;
    else if (traffic != part.traffic.end() && traffic->position == expected)
      ++traffic;
    else
      return false;
  }
  return true;
}

template <class Row, class Size>
bool any_over(const std::vector<Row>& rows, std::size_t limit, Size size) {
  return std::ranges::any_of(rows, [&](const Row& row) { return size(row) > limit; });
}

bool body_over(const std::vector<event_row>& rows, std::size_t limit) {
  return any_over(rows, limit, [](const event_row& row) { return row.body.size(); });
}

template <class Claim>
bool claim_over(const std::vector<Claim>& rows) {
  return any_over(rows, limits::digest_bytes, [](const Claim& row) { return row.digest.size(); });
}

/// Versions travel as a signed 32-bit column.
bool version_over(const std::vector<event_row>& rows) {
  return any_over(rows, std::numeric_limits<std::int32_t>::max(),
                  [](const event_row& row) { return row.version; });
}

std::string oversized(const journal_part& part) {
  if (part.frontier.size() > limits::frontier_bytes) return "the frontier is over its limit";
  if (body_over(part.facts, limits::fact_body_bytes)) return "a fact's body is over its limit";
  if (body_over(part.traffic, limits::traffic_body_bytes))
    return "a traffic event's body is over its limit";
  if (version_over(part.facts) || version_over(part.traffic))
    return "a stream version is over its limit";
  if (any_over(part.tiles, limits::tile_half_bytes,
               [](const auto& row) { return row.hashes.size(); }))
    return "a tile half is over its limit";
  if (claim_over(part.claims_taken) || claim_over(part.claims_released))
    return "a claim's digest is over its limit";
  if (any_over(part.keys_written, limits::wrapped_key_bytes,
               [](const auto& row) { return row.wrapped.size(); }))
    return "a wrapped key is over its limit";
  if (any_over(part.idempotency, limits::outcome_bytes,
               [](const auto& row) { return row.outcome.size(); }))
    return "an idempotency outcome is over its limit";
  if (any_over(part.idempotency, limits::digest_bytes,
               [](const auto& row) { return std::max(row.digest.size(), row.fingerprint.size()); }))
    return "an idempotency digest is over its limit";
  return {};
}

}

std::string malformation(const journal_part& part) {
  if (part.position > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) -
                          limits::part_rows ||
      part.epoch > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
    return "the head is over its limit";
  if (rows_of(part) > limits::part_rows) return "the part has too many rows";
  if (bytes_of(part) > limits::part_bytes) return "the part is over its limit";
  if (auto reason = oversized(part); !reason.empty()) return reason;
  if (!gap_free(part)) return "the positions are not the next ones, each once";
  return {};
}

}
