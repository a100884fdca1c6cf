// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres_settings.hpp"

#include <sstream>

namespace muniment::storage {
namespace {

std::string quoted(const std::string& value) {
  std::string result = "'";
  for (const char c : value)
    result += c == '\'' || c == '\\' ? std::string(2, c) : std::string(1, c);
  return result + "'";
}

}

std::string settings_text(const postgres_cluster& cluster,
                          const embedded_postgres_options& options) {
  const char* durable = options.durable ? "on" : "off";
  std::ostringstream text;
  text << "# Written by muniment at each start. Changes here are lost.\n"
       << "cluster_name = 'muniment'\n"
       << "hba_file = " << quoted(cluster.access.string()) << "\n"
       << "listen_addresses = ''\n"
       << "unix_socket_directories = " << quoted(cluster.socket.string()) << "\n"
       << "unix_socket_permissions = 0700\n"
       << "password_encryption = 'scram-sha-256'\n"
       << "max_connections = " << options.max_connections
       << "\n"
       // One commit of the hub touches some fifteen relations in each of fifty schemas.
       << "max_locks_per_transaction = 1024\n"
       << "shared_buffers = " << options.shared_buffers_megabytes << "MB\n"
       << "fsync = " << durable << "\nsynchronous_commit = " << durable
       << "\nfull_page_writes = " << durable << "\n"
       << "min_wal_size = " << options.min_wal_megabytes << "MB\n"
       << "max_wal_size = " << options.max_wal_megabytes
       << "MB\n"
       // Compressed pages would hide personal plaintext from the search that proves there is none.
       << "wal_compression = off\n"
       << "jit = off\n"
       << "max_parallel_workers_per_gather = 0\n"
       << "timezone = 'UTC'\nlog_timezone = 'UTC'\nlc_messages = 'C'\n"
       << "log_line_prefix = '%m [%p] '\n"
       << "log_min_messages = log\n"
       << "log_min_error_statement = panic\n"
       << "log_error_verbosity = terse\n"
       << "log_parameter_max_length_on_error = 0\n"
       << "log_checkpoints = off\n";
  return text.str();
}

std::string access_text() {
  return "# Written by muniment at each start. Changes here are lost.\n"
         "local all         all scram-sha-256\n"
         "local replication all scram-sha-256\n";
}

}
