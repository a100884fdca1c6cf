// SPDX-License-Identifier: Apache-2.0
#include "tests/support/journal_writer.hpp"

#include "events/catalogue.hpp"
#include "storage/stored_tile.hpp"

#include <algorithm>
#include <stdexcept>

namespace muniment::test {

namespace {

envelope placed(const fact_of& fact, std::uint64_t position, std::uint32_t version) {
  envelope at;
  at.position = position;
  at.category = fact.category;
  at.stream = fact.stream;
  at.version = version;
  at.type = fact.type;
  at.type_version = fact.type_version;
  at.recorded_at = from_microseconds(1'772'546'580'000'000 + static_cast<std::int64_t>(position));
  at.command = fresh_id();
  at.subject = fact.stream;
  return at;
}

storage::event_row row_of(const envelope& at, bytes body) {
  // A type no catalogue knows is what some tests want to write.
  const auto* category = catalogue::find_category(at.category);
  const auto* type = catalogue::find_type(at.type);
  return {at.position,
          at.recorded_at,
          static_cast<std::uint32_t>(at.version),
          category ? category->number : std::int16_t{99},
          type ? type->number : std::int16_t{99},
          at.stream,
          at.actor.id.value_or(uuid{}),
          at.command,
          std::move(body)};
}

bool is_traffic(const std::string& category) {
  const auto* entry = catalogue::find_category(category);
  return entry && entry->table == catalogue::table::traffic;
}

}

bodies_ptr bodies_in(const storage::journal_part& part) {
  auto bodies = std::make_shared<std::vector<recorded_body>>();
  for (const auto* table : {&part.facts, &part.traffic})
    for (const auto& row : *table)
      bodies->push_back({row.position, row.body});
  std::ranges::sort(*bodies, {}, &recorded_body::position);
  return bodies;
}

journal_writer::journal_writer(journal_database& database, storage::schema_name schema)
    : schema_{std::move(schema)}, hub_{database.hub_dsn()} {
  own(hub_, schema_);
}

bodies_ptr journal_writer::append(const std::vector<fact_of>& facts) {
  const auto part = part_of(facts);
  commit(part);
  return bodies_in(part);
}

storage::journal_part journal_writer::part_of(const std::vector<fact_of>& facts,
                                              std::uint64_t epoch) {
  auto part = next_part(epoch);
  for (const auto& each : facts) {
    const auto at = placed(each, ++position_, ++versions_[{each.category, each.stream}]);
    put(part, at, encode_body(at, each.payload));
  }
  return part;
}

bodies_ptr journal_writer::append_bodies(const std::vector<bytes>& bodies) {
  auto part = next_part();
  auto appended = std::make_shared<std::vector<recorded_body>>();
  for (const auto& body : bodies) {
    const auto at = decode_body(body).value().at();
    position_ = at.position;
    appended->push_back({at.position, body});
    put(part, at, body);
  }
  commit(part);
  return appended;
}

storage::journal_part journal_writer::next_part(std::uint64_t epoch) const {
  return {.schema = schema_, .epoch = epoch, .position = position_, .frontier = edge_.to_bytes()};
}

void journal_writer::put(storage::journal_part& part, const envelope& at, bytes body) {
  const auto leaf = crypto::leaf_hash(body);
  edge_.append(leaf);
  for (const auto& tile : tiles_.append(leaf))
    std::ranges::move(storage::rows_of(tile), std::back_inserter(part.tiles));
  part.frontier = edge_.to_bytes();
  (is_traffic(at.category) ? part.traffic : part.facts).push_back(row_of(at, std::move(body)));
}

void journal_writer::commit(const storage::journal_part& part) {
  const auto result = hub_.commit({&part, 1});
  if (result.parts.front().verdict != storage::part_verdict::committed)
    throw std::runtime_error{"a test's journal refused an append: " + result.parts[0].sqlstate +
                             result.parts[0].sentence};
}

}
