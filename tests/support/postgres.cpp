// SPDX-License-Identifier: Apache-2.0
#include "tests/support/postgres.hpp"

#include "tests/support/external_server.hpp"
#include "tests/support/temporary_directory.hpp"

#include <pqxx/pqxx>

#include <atomic>
#include <optional>

namespace muniment::test {
namespace {

struct cluster {
  explicit cluster(bool durable) {
    auto options = small_cluster(folder.path() / "data");
    options.durable = durable;
    server.emplace(storage::embedded_postgres::start(options));
  }

  temporary_directory folder;
  std::optional<storage::embedded_postgres> server;
};

}

storage::embedded_postgres_options small_cluster(const std::filesystem::path& folder) {
  return {.data_directory = folder,
          .account =
              "postgres", // Exists wherever Debian's package is, so that tests make no account.
          .die_with_parent = true,
          .shared_buffers_megabytes = 64,
          .min_wal_megabytes = 32,
          .max_wal_megabytes = 256,
          .start_timeout = std::chrono::seconds(60)};
}

storage::embedded_postgres& postgres(durability wish) {
  if (wish == durability::full) {
    static cluster durable(true);
    return *durable.server;
  }
  static cluster fast(false);
  return *fast.server;
}

std::string fresh_database(durability wish) {
  if (auto* external = external_server::of_process()) return external->fresh_database();
  static std::atomic<int> made = 0;
  auto& server = postgres(wish);
  const auto name = "test_" + std::to_string(++made);
  pqxx::connection owner(server.dsn());
  pqxx::nontransaction(owner).exec0("CREATE DATABASE " + name);
  return server.dsn(name);
}

}
