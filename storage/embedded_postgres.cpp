// SPDX-License-Identifier: Apache-2.0
#include "storage/embedded_postgres.hpp"

#include "storage/child_process.hpp"
#include "storage/directory_lock.hpp"
#include "storage/postgres_cluster.hpp"
#include "storage/postgres_log.hpp"
#include "storage/postgres_orphan.hpp"
#include "storage/postgres_socket.hpp"
#include "storage/startup_error.hpp"

#include <csignal>
#include <libpq-fe.h>
#include <unistd.h>

namespace muniment::storage {

struct embedded_postgres::running_cluster {
  embedded_postgres_options options;
  postgres_cluster layout;
  directory_lock lock;
  pid_t pid = 0;
};

namespace {

constexpr std::chrono::milliseconds between_attempts{10};

using connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;

connection connect(const std::string& dsn) { return {PQconnectdb(dsn.c_str()), PQfinish}; }

std::string first_line(const char* text) {
  const std::string message = text;
  return message.substr(0, message.find('\n'));
}

pid_t launch(const postgres_cluster& layout, const embedded_postgres_options& options,
             const postgres_log& log) {
  const child_program server{.argv = {(layout.binaries / "postgres").string(), "-D",
                                      layout.data.string(), "-c",
                                      "config_file=" + layout.settings.string()},
                             .run_as = layout.account ? &*layout.account : nullptr,
                             .output = log.file(),
                             .death_signal = options.die_with_parent ? SIGQUIT : 0};
  return spawn(server);
}

startup_error ended_early(const postgres_cluster& layout, const postgres_log& log) {
  return {"PostgreSQL ended while starting: " + log.last_complaint(),
          "the whole story is in " + layout.log.string()};
}

/// Tries until a connection opens. PostgreSQL ending, or accepting connections but not ours, ends
/// the wait at once; the pause between attempts is a wait for its end.
void await_ready(const postgres_cluster& layout, const postgres_log& log, pid_t pid,
                 std::chrono::seconds limit, const interruption& interrupted) {
  const auto dsn = layout.dsn("postgres");
  const auto until = std::chrono::steady_clock::now() + limit;
  while (std::chrono::steady_clock::now() < until) {
    const auto attempt = connect(dsn);
    if (PQstatus(attempt.get()) == CONNECTION_OK) return;
    if (wait_for_end(pid, between_attempts)) throw ended_early(layout, log);
    if (interrupted && interrupted())
      throw startup_error("interrupted while PostgreSQL was starting",
                          "start again; nothing is lost");
    if (PQping(dsn.c_str()) == PQPING_OK && PQstatus(connect(dsn).get()) != CONNECTION_OK)
      throw startup_error("PostgreSQL refuses us: " + first_line(PQerrorMessage(attempt.get())),
                          "is " + layout.passwords.string() + " the file made with this cluster?");
  }
  throw startup_error("PostgreSQL was not ready after " + std::to_string(limit.count()) + " s",
                      "see " + layout.log.string() + "; crash recovery may need a longer limit");
}

void ensure_database(const postgres_cluster& layout) {
  const auto session = connect(layout.dsn("postgres"));
  const auto ask = [&](const std::string& sql) {
    return std::unique_ptr<PGresult, decltype(&PQclear)>(PQexec(session.get(), sql.c_str()),
                                                         PQclear);
  };
  const std::string name = embedded_database;
  const auto found = ask("SELECT 1 FROM pg_database WHERE datname = '" + name + "'");
  if (PQntuples(found.get()) == 1) return;
  const auto made = ask("CREATE DATABASE " + name);
  if (PQresultStatus(made.get()) != PGRES_COMMAND_OK)
    throw startup_error("cannot make the database: " + first_line(PQerrorMessage(session.get())),
                        "the whole story is in " + layout.log.string());
}

/// Asks ever more firmly: fast shutdown, immediate shutdown, kill.
void stop_child(pid_t pid, std::chrono::seconds patience) {
  for (const int number : {SIGINT, SIGQUIT, SIGKILL}) {
    ::kill(pid, number);
    if (wait_for_end(pid, patience)) break;
  }
  reap(pid);
}

}

embedded_postgres embedded_postgres::start(embedded_postgres_options options, const progress& told,
                                           const interruption& interrupted) {
  const progress say = told ? told : [](std::string_view) {};
  auto layout = locate_cluster(options);
  auto lock = directory_lock::take(
      layout.root, {"data directory", "stop that muniment first, or choose another --data-dir"});
  if (std::filesystem::exists(layout.data) && !postgres_processes(layout.data).empty())
    say("stopping the PostgreSQL that a killed muniment left behind");
  stop_orphan(layout.data, options.stop_timeout);
  prepare_cluster(layout, options, say);
  remove_socket_lock(layout.socket);
  say("starting PostgreSQL");
  embedded_postgres result(std::make_unique<running_cluster>(
      running_cluster{std::move(options), std::move(layout), std::move(lock)}));
  auto& cluster = *result.cluster_;
  const postgres_log log{cluster.layout.log};
  cluster.pid = launch(cluster.layout, cluster.options, log);
  await_ready(cluster.layout, log, cluster.pid, cluster.options.start_timeout, interrupted);
  ensure_database(cluster.layout);
  return result;
}

embedded_postgres::embedded_postgres(std::unique_ptr<running_cluster> cluster)
    : cluster_(std::move(cluster)) {}
embedded_postgres::embedded_postgres(embedded_postgres&&) noexcept = default;
embedded_postgres& embedded_postgres::operator=(embedded_postgres&& other) noexcept {
  stop();
  cluster_ = std::move(other.cluster_);
  return *this;
}
embedded_postgres::~embedded_postgres() { stop(); }

std::string embedded_postgres::dsn(std::string_view database) const {
  return cluster_->layout.dsn(database);
}

std::string embedded_postgres::socket_directory() const { return cluster_->layout.socket.string(); }

pid_t embedded_postgres::pid() const noexcept { return cluster_->pid; }

bool embedded_postgres::running() const {
  return cluster_ && cluster_->pid > 0 && !wait_for_end(cluster_->pid, {});
}

void embedded_postgres::stop() noexcept {
  if (!cluster_ || cluster_->pid <= 0) return;
  stop_child(cluster_->pid, cluster_->options.stop_timeout);
  cluster_->pid = 0;
  release_socket_directory(cluster_->layout);
  cluster_->lock.release();
}

}
