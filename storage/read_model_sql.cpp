// SPDX-License-Identifier: Apache-2.0
#include "storage/read_model_sql.hpp"

namespace muniment::storage::sql {

namespace {

/// A member's name may be a word of SQL, such as `user`.
std::string quoted(std::string_view name) { return '"' + std::string{name} + '"'; }

/// `separator`-joined what `say` says about each column and its number.
template <class Say>
std::string joined(const table_shape& shape, std::string_view separator, Say say) {
  std::string text;
  for (std::size_t at = 0; at < shape.columns.size(); ++at) {
    if (at > 0) text += separator;
    text += say(shape.columns[at], at);
  }
  return text;
}

std::string names(const table_shape& shape) {
  return joined(shape, ", ", [](const column& each, std::size_t) { return quoted(each.name); });
}

/// Moments leave as microseconds, so that no session setting changes their text.
std::string selected(const table_shape& shape) {
  return joined(shape, ", ", [](const column& each, std::size_t) {
    if (each.type != "timestamptz") return quoted(each.name);
    return "(extract(epoch FROM " + quoted(each.name) + ") * 1000000)::bigint";
  });
}

/// Texts order by their octets, as they do in memory.
std::string declared(const column& each) {
  return quoted(each.name) + ' ' + std::string{each.type} +
         (each.type == "text" ? " COLLATE \"C\"" : "") + (each.nullable ? "" : " NOT NULL");
}

std::string column_list(const table_shape& shape) {
  return joined(shape, ", ", [](const column& each, std::size_t) { return declared(each); });
}

/// What is made needs its schema: in the search path pg_catalog stands first.
std::string created(const schema_name& schema, const std::string& table) {
  return "CREATE TABLE " + schema.text() + '.' + quoted(table);
}

std::string from(const table_shape& shape, const std::string& table) {
  return "SELECT " + selected(shape) + " FROM " + quoted(table);
}

}

std::string create_table(const table_shape& shape, const schema_name& schema) {
  return created(schema, shape.table()) + " (" + column_list(shape) + ", PRIMARY KEY (" +
         quoted(shape.columns.front().name) + ")) WITH (fillfactor = 90)";
}

std::string create_shadow(const table_shape& shape, const schema_name& schema) {
  return created(schema, shape.shadow()) + " (" + column_list(shape) + ") WITH (fillfactor = 90)";
}

std::string create_indexes(const table_shape& shape, const std::string& table) {
  std::string text;
  for (const auto& each : shape.columns)
    if (each.indexed) text += "CREATE INDEX ON " + quoted(table) + " (" + quoted(each.name) + "); ";
  return text;
}

std::string upsert(const table_shape& shape, const std::string& table) {
  // unnest flattens arrays of arrays, so lists travel as their literals.
  const auto value = [](const column& each, std::size_t at) {
    const auto name = "u.c" + std::to_string(at);
    return each.type == "text[]" ? name + "::text[]" : name;
  };
  const auto parameter = [](const column& each, std::size_t at) {
    const std::string type{each.type == "text[]" ? "text" : each.type};
    return '$' + std::to_string(at + 1) + "::" + type + "[]";
  };
  const auto alias = [](const column&, std::size_t at) { return "c" + std::to_string(at); };
  const auto replaced = [](const column& each, std::size_t) {
    return quoted(each.name) + " = EXCLUDED." + quoted(each.name);
  };
  return "INSERT INTO " + quoted(table) + " (" + names(shape) + ") SELECT " +
         joined(shape, ", ", value) + " FROM unnest(" + joined(shape, ", ", parameter) +
         ") AS u (" + joined(shape, ", ", alias) + ") ON CONFLICT (" +
         quoted(shape.columns.front().name) + ") DO UPDATE SET " + joined(shape, ", ", replaced);
}

std::string select_keys(const table_shape& shape, const std::string& table) {
  const auto& key = shape.columns.front();
  return from(shape, table) + " WHERE " + quoted(key.name) +
         " = ANY ($1::" + std::string{key.type} + "[])";
}

std::string select_page(const table_shape& shape, const std::string& table, bool after) {
  const auto& key = shape.columns.front();
  return from(shape, table) +
         (after ? " WHERE " + quoted(key.name) + " > $2::" + std::string{key.type} : "") +
         " ORDER BY " + quoted(key.name) + " LIMIT $1";
}

std::string select_found(const table_shape& shape, std::size_t lookup, bool after) {
  const auto& key = shape.columns.front();
  const auto& by = shape.columns.at(lookup);
  return from(shape, shape.table()) + " WHERE " + quoted(by.name) +
         " = $2::" + std::string{by.type} +
         (after ? " AND " + quoted(key.name) + " > $3::" + std::string{key.type} : "") +
         " ORDER BY " + quoted(key.name) + " LIMIT $1";
}

}
