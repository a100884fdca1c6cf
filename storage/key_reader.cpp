// SPDX-License-Identifier: Apache-2.0
#include "storage/key_reader.hpp"

#include "storage/journal_reader.hpp"
#include "storage/key_wrapping.hpp"

#include <array>

namespace muniment::storage {
namespace {

std::vector<key_row> whole_kind(journal_reader& reader, const schema_name& schema, key_kind kind) {
  auto rows = reader.read_keys_of_kind(schema, static_cast<std::int16_t>(kind), {},
                                       journal_reader::rows_limit);
  if (rows.size() > max_exclusive_rows)
    throw key_error(key_fault::over_limit, "more key rows of one kind than one append can carry");
  return rows;
}

std::optional<key_row> sole_row(pool& connections, const schema_name& schema, key_kind kind) {
  const auto rows = journal_reader{connections}.read_keys(schema, std::array{sole_key_id(kind)});
  return rows.empty() ? std::nullopt : std::optional{rows.front()};
}

}

key_loader key_rows_of(pool& connections, const schema_name& schema) {
  return [reader = journal_reader{connections}, schema](const key_query& query) mutable {
    const auto kind = static_cast<std::int16_t>(query.kind);
    if (!query.bucket) return whole_kind(reader, schema, query.kind);
    if (!query.id) return reader.read_bucket(schema, kind, *query.bucket);
    return reader.read_keys(schema, std::array{key_id{kind, *query.bucket, *query.id}});
  };
}

void read_all_keys(pool& connections, const schema_name& schema,
                   const std::function<void(const std::vector<key_row>&)>& sink) {
  journal_reader{connections}.read_all_keys(schema, sink);
}

std::optional<std::uint32_t> era_of_workspace(pool& connections, const schema_name& schema) {
  const auto row = sole_row(connections, schema, key_kind::workspace);
  return row ? std::optional{wrapping_of(*row).under} : std::nullopt;
}

bool awaits_roll(pool& connections, const schema_name& schema) {
  return sole_row(connections, schema, key_kind::destruction).has_value();
}

}
