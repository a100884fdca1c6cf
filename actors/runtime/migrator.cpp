// SPDX-License-Identifier: Apache-2.0
#include "actors/runtime/migrator.hpp"

#include <spdlog/spdlog.h>

#include <exception>

namespace muniment {

namespace {

migrate_reply follow(const migrator_options& options, const storage::schema_name& schema) {
  try {
    const auto taken = storage::migrate_workspace(*options.connections, schema, options.steps);
    if (taken > 0) spdlog::info("{} took {} steps of its schema", schema.text(), taken);
    return {true, {}};
  } catch (const std::exception& error) {
    return {false, error.what()};
  }
}

}

migrator_actor::behavior_type migrator(migrator_actor::pointer, migrator_options options) {
  return {[options = std::move(options)](const migrate_ptr& wanted) {
    return follow(options, wanted->schema);
  }};
}

}
