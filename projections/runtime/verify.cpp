// SPDX-License-Identifier: Apache-2.0
#include "projections/runtime/verify.hpp"

#include "events/catalogue.hpp"

namespace muniment {

namespace {

constexpr std::size_t page_rows = 1'000;

/// The first column that is not what the body says; empty when all are.
std::string_view differing_column(const storage::event_row& row, const envelope& body) {
  const auto* category = catalogue::find_category(body.category);
  const auto* type = catalogue::find_type(body.type);
  if (body.position != row.position) return "position";
  if (body.recorded_at != row.recorded_at) return "recorded_at";
  if (body.version != row.version) return "version";
  if (!category || category->number != row.category) return "category";
  if (!type || type->number != row.type) return "type";
  if (body.stream != row.stream) return "stream";
  if (body.actor.id.value_or(uuid{}) != row.actor) return "actor";
  if (body.command != row.command) return "command";
  return {};
}

std::string difference_in(const storage::event_row& row, std::uint64_t expected) {
  if (row.position != expected) return "a position is missing";
  const auto body = decode_body(row.body);
  if (!body) return "the body cannot be read";
  const auto column = differing_column(row, body->at());
  if (column.empty()) return {};
  return "column " + std::string{column} + " is not what the body says";
}

}

journal_report verify_journal(storage::pool& connections, const storage::schema_name& schema,
                              const replay_options& options) {
  storage::journal_reader reader{connections};
  const auto head = reader.read_head(schema).position;
  replay_meter meter{options, head};
  std::uint64_t position = 0;
  while (position < head) {
    if (options.stop.stop_requested())
      throw replay_error{replay_error::reason::cancelled, position + 1, "cancelled"};
    const auto page = reader.read_page(schema, position, page_rows);
    if (page.empty()) return {position + 1, "the journal ends before its head"};
    for (const auto& row : page) {
      auto difference = difference_in(row, position + 1);
      if (!difference.empty()) return {position + 1, std::move(difference)};
      position = row.position;
    }
    meter.add("read", page.size());
  }
  return {position, {}};
}

}
