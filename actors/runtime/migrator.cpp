// SPDX-License-Identifier: Apache-2.0
#include "actors/runtime/migrator.hpp"

#include "storage/failure.hpp"

#include <spdlog/spdlog.h>

#include <exception>

namespace muniment {

namespace {

constexpr auto lock_not_had = "55P03";

void follow(const migrator_options& options, const storage::schema_name& schema) {
  const auto taken =
      storage::migrate_workspace(*options.connections, schema, options.steps, options.stop);
  if (taken > 0) spdlog::info("{} took {} steps of its schema", schema.text(), taken);
}

migrate_reply follow_in_time(const migrator_options& options, const migrate_request& wanted) {
  std::string reason{"it was asked for too late"};
  while (!options.stop.stop_requested() && options.clock() < wanted.until) {
    try {
      follow(options, wanted.schema);
      return {true, {}};
    } catch (const storage::failure& error) {
      reason = error.what();
      if (error.sqlstate() != lock_not_had) break;
    }
  }
  return {false, reason};
}

}

migrator_actor::behavior_type migrator(migrator_actor::pointer, migrator_options options) {
  return {[options = std::move(options)](const migrate_ptr& wanted) -> migrate_reply {
    try {
      return follow_in_time(options, *wanted);
    } catch (const std::exception& error) {
      return {false, error.what()};
    }
  }};
}

}
