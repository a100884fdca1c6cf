// SPDX-License-Identifier: Apache-2.0
#include "storage/key_reader.hpp"

#include "storage/journal_reader.hpp"

#include <array>

namespace muniment::storage {
namespace {

constexpr key_kind every_kind[] = {key_kind::workspace, key_kind::bucket, key_kind::subject,
                                   key_kind::day,       key_kind::lookup, key_kind::client_secret,
                                   key_kind::signing,   key_kind::log,    key_kind::secret};

using page_sink = std::function<void(const std::vector<key_row>&)>;

void read_kind(journal_reader& reader, const schema_name& schema, key_kind kind,
               const page_sink& sink) {
  std::optional<key_id> after;
  for (;;) {
    const auto page = reader.read_keys_of_kind(schema, static_cast<std::int16_t>(kind), after,
                                               journal_reader::rows_limit);
    if (page.empty()) return;
    after = id_of(page.back());
    sink(page);
  }
}

std::vector<key_row> whole_kind(journal_reader& reader, const schema_name& schema, key_kind kind) {
  std::vector<key_row> rows;
  read_kind(reader, schema, kind, [&](const std::vector<key_row>& page) {
    rows.insert(rows.end(), page.begin(), page.end());
    if (rows.size() > max_exclusive_rows)
      throw key_error(key_fault::over_limit, "more key rows of one kind than one append can carry");
  });
  return rows;
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

void read_all_keys(pool& connections, const schema_name& schema, const page_sink& sink) {
  journal_reader reader{connections};
  for (const auto kind : every_kind)
    read_kind(reader, schema, kind, sink);
}

}
