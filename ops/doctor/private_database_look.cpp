// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/private_database_look.hpp"

#include "ops/doctor/account.hpp"
#include "storage/postgres_binaries.hpp"
#include "storage/postgres_cluster.hpp"
#include "storage/postgres_log.hpp"
#include "storage/postgres_orphan.hpp"
#include "storage/startup_error.hpp"

#include <fstream>

namespace muniment::doctor {
namespace {

/// Files of the data directory that hold a secret; keys and credential have checks of their own.
constexpr const char* secrets[] = {"postgres", "postgres.pgpass", "demo.json", "tls/ca.key"};

std::string why_no_binaries() {
  try {
    storage::find_postgres_binaries();
    return {};
  } catch (const storage::startup_error& error) {
    return error.what();
  }
}

}

private_database_state state_of_private_database(const std::filesystem::path& directory) {
  const auto cluster = storage::cluster_in(directory);
  private_database_state seen{directory, is_there(cluster.data), {}, storage::postgres_major};
  seen.no_binaries = why_no_binaries();
  if (!seen.there) return seen;
  std::ifstream{cluster.data / "PG_VERSION"} >> seen.major;
  for (const std::string name : secrets)
    if (open_to_others(directory / name)) seen.open_to_others.push_back(name);
  seen.server = lock_holder(directory);
  seen.postgres = storage::postgres_processes(cluster.data);
  seen.ended_cleanly = !seen.postgres.empty() || !is_there(cluster.data / "postmaster.pid");
  if (seen.postgres.empty()) seen.last_complaint = storage::last_complaint_in(cluster.log);
  return seen;
}

void look_at_private_database(const places& at, listener& into) {
  into.begin("data directory", "its disk does not answer: see dmesg");
  into.tell(judge_private_database(state_of_private_database(at.data_directory)));
}

}
