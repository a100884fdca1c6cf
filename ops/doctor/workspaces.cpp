// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/workspaces.hpp"

#include "crypto/encoding.hpp"
#include "ops/doctor/session.hpp"
#include "storage/key_tree.hpp"
#include "storage/key_wrapping.hpp"
#include "storage/schema_name.hpp"

#include <pqxx/result>
#include <pqxx/transaction>

namespace muniment::doctor {
namespace {

using std::chrono::milliseconds;
using time_point = std::chrono::system_clock::time_point;

constexpr auto readable_ones =
    "SELECT id, slug, schema, (extract(epoch FROM created_at) * 1000)::bigint"
    " FROM muniment.workspaces WHERE pg_has_role(schema::name, 'MEMBER')"
    " ORDER BY created_at, id LIMIT ";

// The kinds of key rows are numbers that never change; 1 is the workspace's own.
constexpr auto look_inside =
    "SET LOCAL ROLE muniment_template;"
    " SELECT (extract(epoch FROM greatest("
    "(SELECT recorded_at FROM muniment_template.events ORDER BY position DESC LIMIT 1),"
    "(SELECT recorded_at FROM muniment_template.traffic ORDER BY position DESC LIMIT 1)"
    ")) * 1000)::bigint,"
    " (SELECT encode(wrapped, 'hex') FROM muniment_template.keys WHERE kind = 1 AND bucket = 0"
    " LIMIT 1)";

time_point time_of(const pqxx::field& field) {
  return time_point{milliseconds{field.as<std::int64_t>()}};
}

std::optional<std::uint32_t> era_of(const std::string& wrapped) {
  const auto row = crypto::hex_decode(wrapped);
  if (!row) return {};
  return storage::wrapping_of(
             {static_cast<std::int16_t>(storage::key_kind::workspace), 0, {}, *row})
      .under;
}

seen_workspace see(pqxx::connection& session, const pqxx::row& listed) {
  seen_workspace seen;
  seen.known.id = *uuid::parse(listed[0].as<std::string>());
  seen.known.slug = listed[1].as<std::string>();
  seen.known.created_at = time_of(listed[3]);
  const auto schema = storage::schema_name::parse(listed[2].as<std::string>());
  if (!schema) return seen;
  pqxx::work reading{session};
  const auto inside = reading.exec(storage::for_schema(look_inside, *schema));
  if (!inside[0][0].is_null()) seen.newest_event = time_of(inside[0][0]);
  if (!inside[0][1].is_null()) seen.known.era = era_of(inside[0][1].as<std::string>());
  return seen;
}

}

std::vector<seen_workspace> see_workspaces(const places& at, std::size_t most) {
  std::vector<seen_workspace> all;
  for (const auto& way : workspace_readers(at)) {
    const auto session = open_session(way);
    if (!reads_deployment(*session)) break;
    const auto listed = [&] {
      pqxx::work reading{*session};
      return reading.exec(readable_ones + std::to_string(most - all.size()));
    }();
    for (const auto& each : listed)
      all.push_back(see(*session, each));
    if (all.size() >= most) break;
  }
  return all;
}

}
