// SPDX-License-Identifier: Apache-2.0
#include "actors/runtime/sequencing.hpp"

#include "events/catalogue.hpp"
#include "storage/stored_tile.hpp"

#include <algorithm>
#include <stdexcept>

namespace muniment {

namespace {

envelope place(const journal_cursor& at, const append_request& from, const draft_event& draft,
               std::uint64_t version) {
  envelope head;
  head.journal = at.journal;
  head.position = at.position;
  head.category = from.category;
  head.stream = from.stream;
  head.version = version;
  head.type = draft.type;
  head.type_version = draft.type_version;
  head.recorded_at = at.recorded_at;
  head.actor = from.actor;
  head.subject = from.subject;
  head.tenant = from.tenant;
  head.project = from.project;
  head.command = from.command;
  head.causation = from.causation;
  head.correlation = from.correlation;
  head.outcome = draft.outcome;
  head.access = draft.access;
  return head;
}

void put_event(storage::journal_part& part, const envelope& head, bytes body) {
  const auto* category = catalogue::find_category(head.category);
  const auto* type = catalogue::find_type(head.type);
  if (!category || !type) throw std::logic_error{"not in the catalogue: " + head.type};
  auto& table = category->table == catalogue::table::facts ? part.facts : part.traffic;
  table.push_back({head.position, head.recorded_at, static_cast<std::uint32_t>(head.version),
                   category->number, type->number, head.stream, head.actor.id.value_or(uuid{}),
                   head.command, std::move(body)});
}

void put_events(sequenced_batch& batch, const append_request& from) {
  auto version = from.version;
  for (const auto& draft : from.events) {
    ++batch.after.position;
    const auto head = place(batch.after, from, draft, ++version);
    auto body = encode_body(head, draft.payload);
    const auto leaf = crypto::leaf_hash(body);
    batch.after.frontier.append(leaf);
    for (const auto& tile : batch.after.tiles.append(leaf))
      std::ranges::move(storage::rows_of(tile), std::back_inserter(batch.part.tiles));
    put_event(batch.part, head, std::move(body));
  }
}

void put_beside(storage::journal_part& part, const append_request& from, std::uint64_t position) {
  for (const auto& each : from.released)
    part.claims_released.push_back({static_cast<std::int16_t>(each.kind), each.digest});
  for (const auto& each : from.taken)
    part.claims_taken.push_back({static_cast<std::int16_t>(each.kind), each.digest, from.stream});
  storage::add_to(part, from.keys);
  if (from.idempotency)
    part.idempotency.push_back({from.idempotency->digest, from.idempotency->fingerprint, position,
                                from.idempotency->outcome, from.idempotency->expires_at});
}

}

sequenced_batch sequence(const journal_cursor& before, std::span<const append_ptr> requests,
                         instant now) {
  sequenced_batch batch{
      .part = {.schema = before.schema, .epoch = before.epoch, .position = before.position},
      .after = before,
      .last_positions = {}};
  batch.after.recorded_at = std::max(now, before.recorded_at);
  for (const auto& each : requests) {
    put_events(batch, *each);
    put_beside(batch.part, *each, batch.after.position);
    batch.last_positions.push_back(batch.after.position);
  }
  batch.part.frontier = batch.after.frontier.to_bytes();
  return batch;
}

std::vector<recorded_body> bodies_of(const storage::journal_part& part) {
  std::vector<recorded_body> bodies;
  bodies.reserve(part.facts.size() + part.traffic.size());
  for (const auto* table : {&part.facts, &part.traffic})
    for (const auto& row : *table)
      bodies.push_back({row.position, row.body});
  std::ranges::sort(bodies, {}, &recorded_body::position);
  return bodies;
}

}
