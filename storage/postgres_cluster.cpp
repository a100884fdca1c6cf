// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres_cluster.hpp"

#include "storage/child_process.hpp"
#include "storage/durable_file.hpp"
#include "storage/postgres_binaries.hpp"
#include "storage/postgres_initdb.hpp"
#include "storage/postgres_settings.hpp"
#include "storage/postgres_socket.hpp"
#include "storage/startup_error.hpp"

#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

namespace muniment::storage {
namespace {

namespace fs = std::filesystem;

bool is_initialised(const postgres_cluster& cluster) {
  return fs::exists(cluster.data / "PG_VERSION");
}

void refuse_other_version(const postgres_cluster& cluster) {
  std::string version;
  std::ifstream(cluster.data / "PG_VERSION") >> version;
  if (version == postgres_major) return;
  throw startup_error(cluster.data.string() + " was initialised by PostgreSQL " + version +
                          ", this muniment runs PostgreSQL " + postgres_major,
                      "run the muniment that made it, or move the data with pg_upgrade");
}

void refuse_lost_password(const postgres_cluster& cluster) {
  if (fs::exists(cluster.passwords)) return;
  throw startup_error("the password file " + cluster.passwords.string() + " is missing",
                      "put it back from where it was moved; a new one would not open the cluster");
}

void make_root(const fs::path& root) {
  std::error_code failure;
  fs::create_directories(root, failure);
  const mode_t mode = ::geteuid() == 0 ? 0711 : 0700; // As root the account must pass through.
  if (failure || ::chmod(root.c_str(), mode) != 0)
    throw startup_error("cannot make the data directory " + root.string(),
                        "choose one you own with --data-dir");
}

void refuse_unreachable(const fs::path& root, const system_account& account) {
  for (auto folder = root; folder != folder.parent_path(); folder = folder.parent_path()) {
    const child_program probe{.argv = {"/usr/bin/test", "-x", folder.string()}, .run_as = &account};
    if (run(probe, std::chrono::seconds(10)) != 0)
      throw startup_error("account '" + account.name +
                              "', which runs PostgreSQL because root may not, " + "cannot enter " +
                              folder.string(),
                          "choose a data directory it can reach, such as /var/lib/muniment");
  }
}

}

std::string postgres_cluster::dsn(std::string_view database) const {
  const auto quoted = [](std::string_view value) {
    std::string result = "'";
    for (const char c : value)
      result += c == '\'' || c == '\\' ? std::string{'\\', c} : std::string{c};
    return result + "'";
  };
  return "host=" + quoted(socket.native()) + " port=5432 user=" + owner_role +
         " dbname=" + quoted(database) + " passfile=" + quoted(passwords.native());
}

postgres_cluster cluster_in(const fs::path& root) {
  postgres_cluster cluster;
  cluster.root = root;
  cluster.data = root / "postgres";
  cluster.socket = socket_directory_in(root);
  cluster.settings = root / "postgresql.conf";
  cluster.access = root / "pg_hba.conf";
  cluster.passwords = root / "postgres.pgpass";
  cluster.log = root / "postgres.log";
  return cluster;
}

postgres_cluster locate_cluster(const embedded_postgres_options& options) {
  const auto binaries = find_postgres_binaries();
  make_root(options.data_directory);
  auto cluster = cluster_in(fs::canonical(options.data_directory));
  cluster.binaries = binaries;
  if (::geteuid() != 0) return cluster;
  cluster.account =
      is_initialised(cluster) ? owner_of(cluster.data) : find_or_create_account(options.account);
  refuse_unreachable(cluster.root, *cluster.account);
  return cluster;
}

void prepare_cluster(postgres_cluster& cluster, const embedded_postgres_options& options,
                     const progress& say) {
  if (!is_initialised(cluster)) {
    say("making the database cluster, once");
    initialise_cluster(cluster, options.durable);
  }
  refuse_other_version(cluster);
  refuse_lost_password(cluster);
  cluster.socket =
      make_socket_directory(cluster.root, cluster.account ? &*cluster.account : nullptr);
  replace_file(cluster.settings, settings_text(cluster, options), 0644);
  replace_file(cluster.access, access_text(), 0644);
}

void release_socket_directory(const postgres_cluster& cluster) {
  remove_socket_directory(cluster.root);
}

}
