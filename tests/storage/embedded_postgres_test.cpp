// SPDX-License-Identifier: Apache-2.0
#include "storage/embedded_postgres.hpp"

#include "storage/child_process.hpp"
#include "storage/postgres_orphan.hpp"
#include "storage/startup_error.hpp"
#include "tests/support/left_out.hpp"
#include "tests/support/postgres.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>
#include <pqxx/pqxx>

#include <csignal>
#include <fstream>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>

namespace muniment::storage {
namespace {

namespace fs = std::filesystem;
using test::small_cluster;
using test::temporary_directory;

int count(const embedded_postgres& server, const std::string& sql) {
  pqxx::connection session(server.dsn());
  return pqxx::nontransaction(session).exec1(sql)[0].as<int>();
}

std::string show(const embedded_postgres& server, const std::string& setting) {
  pqxx::connection session(server.dsn());
  return pqxx::nontransaction(session).exec1("SHOW " + setting)[0].as<std::string>();
}

void execute(const embedded_postgres& server, const std::string& sql) {
  pqxx::connection session(server.dsn());
  pqxx::nontransaction(session).exec0(sql);
}

class embedded_postgres_test : public testing::Test {
protected:
  fs::path data() const { return folder.path() / "data"; }
  embedded_postgres start() const { return embedded_postgres::start(small_cluster(data())); }
  std::string refusal() const {
    try {
      start();
    } catch (const startup_error& error) {
      EXPECT_FALSE(error.hint().empty());
      return error.what();
    }
    return "started";
  }

  temporary_directory folder;
};

TEST_F(embedded_postgres_test, answers_a_query) {
  const auto server = start();
  EXPECT_TRUE(server.running());
  EXPECT_EQ(count(server, "SELECT 40 + 2"), 42);
}

TEST_F(embedded_postgres_test, is_durable_checked_and_has_no_network_port) {
  const auto server = start();
  for (const auto* setting : {"fsync", "synchronous_commit", "full_page_writes", "data_checksums"})
    EXPECT_EQ(show(server, setting), "on") << setting;
  EXPECT_EQ(show(server, "listen_addresses"), "");
  EXPECT_EQ(show(server, "wal_compression"), "off");
  EXPECT_EQ(show(server, "server_encoding"), "UTF8");
  EXPECT_EQ(show(server, "lc_collate"), "C.UTF-8");
}

TEST_F(embedded_postgres_test, keeps_its_data_over_a_restart) {
  {
    const auto server = start();
    execute(server, "CREATE TABLE kept AS SELECT generate_series(1, 7)");
  }
  EXPECT_EQ(count(start(), "SELECT count(*) FROM kept"), 7);
}

TEST_F(embedded_postgres_test, leaves_no_process_after_stop) {
  auto server = start();
  ASSERT_GT(postgres_processes(data() / "postgres").size(), 3U);
  server.stop();
  EXPECT_TRUE(postgres_processes(data() / "postgres").empty());
  EXPECT_FALSE(server.running());
  server.stop();
}

TEST_F(embedded_postgres_test, recovers_what_was_committed_before_a_kill) {
  auto server = start();
  execute(server, "CREATE TABLE kept AS SELECT generate_series(1, 7)");
  ::kill(server.pid(), SIGKILL);
  ASSERT_TRUE(wait_for_end(server.pid(), std::chrono::seconds(30)));
  EXPECT_FALSE(server.running());
  server.stop();
  EXPECT_EQ(count(start(), "SELECT count(*) FROM kept"), 7);
}

/// A process that starts the cluster in `options` and then kills itself the hard way.
void start_and_die(embedded_postgres_options options) {
  options.die_with_parent = false;
  const pid_t child = ::fork();
  if (child == 0) {
    const auto server = embedded_postgres::start(options);
    execute(server, "CREATE TABLE kept AS SELECT generate_series(1, 7)");
    ::kill(::getpid(), SIGKILL);
  }
  ASSERT_EQ(reap(child), 128 + SIGKILL);
}

TEST_F(embedded_postgres_test, stops_the_orphan_of_a_killed_process_and_starts_anew) {
  start_and_die(small_cluster(data()));
  const auto orphans = postgres_processes(data() / "postgres");
  ASSERT_FALSE(orphans.empty());
  std::vector<std::string> told;
  const auto server =
      embedded_postgres::start(small_cluster(data()), [&](auto step) { told.emplace_back(step); });
  EXPECT_EQ(count(server, "SELECT count(*) FROM kept"), 7);
  EXPECT_NE(told.at(0).find("left behind"), std::string::npos);
  for (const auto pid : orphans)
    EXPECT_TRUE(wait_for_end(pid, {})) << pid;
}

TEST_F(embedded_postgres_test, a_pid_file_naming_another_program_does_not_stop_the_start) {
  start().stop();
  std::ofstream(data() / "postgres/postmaster.pid")
      << ::getpid() << "\n"
      << (data() / "postgres").string() << "\n0\n5432\n\n\n0 0\nready\n";
  EXPECT_EQ(count(start(), "SELECT 1"), 1);
}

/// As one that was killed leaves it, with the number of a process that PostgreSQL's account may
/// signal.
TEST_F(embedded_postgres_test, a_lock_file_of_the_socket_does_not_stop_the_start) {
  start().stop();
  const auto account = owner_of(data() / "postgres");
  const auto other = spawn({.argv = {"/bin/sleep", "60"},
                            .run_as = ::geteuid() == 0 ? &account : nullptr,
                            .death_signal = SIGKILL});
  std::ofstream(data() / "socket/.s.PGSQL.5432.lock")
      << other << "\n"
      << (data() / "postgres").string() << "\n0\n5432\n"
      << (data() / "socket").string() << "\n";
  EXPECT_EQ(count(start(), "SELECT 1"), 1);
  ::kill(other, SIGKILL);
  reap(other);
}

TEST_F(embedded_postgres_test, a_second_start_in_the_same_directory_is_refused) {
  const auto first = start();
  const auto message = refusal();
  EXPECT_EQ(message, "the data directory " + data().string() + " is in use by process " +
                         std::to_string(::getpid()));
  EXPECT_TRUE(first.running());
}

TEST_F(embedded_postgres_test, another_major_version_is_refused) {
  start().stop();
  std::ofstream(data() / "postgres/PG_VERSION") << "14\n";
  EXPECT_NE(refusal().find("was initialised by PostgreSQL 14"), std::string::npos);
  EXPECT_TRUE(postgres_processes(data() / "postgres").empty());
}

TEST_F(embedded_postgres_test, an_interruption_ends_the_wait_and_leaves_nothing_running) {
  EXPECT_THROW(embedded_postgres::start(small_cluster(data()), {}, [] { return true; }),
               startup_error);
  EXPECT_TRUE(postgres_processes(data() / "postgres").empty());
}

TEST_F(embedded_postgres_test, an_interrupted_initialisation_starts_over) {
  fs::create_directories(data() / "postgres.unfinished/base");
  std::ofstream(data() / "postgres.unfinished/PG_VERSION") << "15\n";
  EXPECT_EQ(count(start(), "SELECT 1"), 1);
}

TEST_F(embedded_postgres_test, a_lost_password_file_is_named) {
  start().stop();
  fs::remove(data() / "postgres.pgpass");
  EXPECT_NE(refusal().find("postgres.pgpass is missing"), std::string::npos);
}

TEST_F(embedded_postgres_test, a_wrong_password_ends_the_wait_at_once) {
  start().stop();
  std::ofstream(data() / "postgres.pgpass") << "*:*:*:muniment_owner:wrong\n";
  EXPECT_NE(refusal().find("PostgreSQL refuses us"), std::string::npos);
  EXPECT_TRUE(postgres_processes(data() / "postgres").empty());
}

TEST_F(embedded_postgres_test, a_broken_cluster_is_reported_with_the_reason_from_the_log) {
  start().stop();
  fs::remove_all(data() / "postgres/global");
  std::ofstream(data() / "postgres.log", std::ios::app) << "FATAL:  of another day\n";
  const auto message = refusal();
  EXPECT_NE(message.find("pg_control"), std::string::npos) << message;
}

TEST_F(embedded_postgres_test, a_path_too_long_for_a_socket_gets_a_private_directory_elsewhere) {
  const auto deep = folder.path() / std::string(100, 'd');
  auto server = embedded_postgres::start(small_cluster(deep));
  const fs::path socket = server.socket_directory();
  EXPECT_LT(socket.native().size(), 60U);
  EXPECT_EQ(fs::status(socket).permissions(), fs::perms::owner_all);
  EXPECT_EQ(count(server, "SELECT 1"), 1);
  server.stop();
  EXPECT_FALSE(fs::exists(socket));
}

TEST_F(embedded_postgres_test, a_path_with_quotes_and_spaces_works) {
  const auto odd = folder.path() / "it's a \\ \"place\"";
  EXPECT_EQ(count(embedded_postgres::start(small_cluster(odd)), "SELECT 1"), 1);
}

TEST_F(embedded_postgres_test, a_path_with_a_comma_works) {
  const auto odd = folder.path() / "here, there";
  EXPECT_EQ(count(embedded_postgres::start(small_cluster(odd)), "SELECT 1"), 1);
}

TEST_F(embedded_postgres_test, a_directory_the_account_cannot_reach_is_refused) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root runs PostgreSQL as another account";
  const auto closed = folder.path() / "closed";
  fs::create_directory(closed);
  fs::permissions(closed, fs::perms::owner_all);
  try {
    embedded_postgres::start(small_cluster(closed / "data"));
    FAIL() << "started";
  } catch (const startup_error& error) {
    EXPECT_NE(std::string(error.what()).find("cannot enter"), std::string::npos) << error.what();
  }
}

TEST_F(embedded_postgres_test, no_password_stands_in_the_connection_string_or_the_log) {
  const auto server = start();
  std::string line;
  std::getline(std::ifstream(data() / "postgres.pgpass"), line);
  const auto password = line.substr(line.rfind(':') + 1);
  ASSERT_EQ(password.size(), 64U);
  EXPECT_EQ(server.dsn().find(password), std::string::npos);
  std::ifstream log(data() / "postgres.log");
  const std::string text(std::istreambuf_iterator<char>(log), {});
  EXPECT_EQ(text.find(password), std::string::npos);
  EXPECT_EQ(fs::status(data() / "postgres.pgpass").permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
}

TEST(test_support, each_fresh_database_is_empty_and_apart) {
  const auto one = test::fresh_database(test::durability::fast);
  const auto two = test::fresh_database(test::durability::fast);
  ASSERT_NE(one, two);
  pqxx::connection first(one), second(two);
  pqxx::nontransaction(first).exec0("CREATE TABLE mine (n int)");
  EXPECT_THROW(pqxx::nontransaction(second).exec("SELECT * FROM mine"), pqxx::undefined_table);
}

TEST(test_support, what_says_nothing_about_an_external_server_is_left_out_by_name) {
  std::istringstream lines{"# a comment\n\nup.* brings its own\nhub.cuts in clear\n"};
  const auto all = test::read_left_out(lines);
  ASSERT_EQ(all.size(), 2U);
  ASSERT_NE(test::leaves_out(all, "up.starts"), nullptr);
  EXPECT_EQ(test::leaves_out(all, "up.starts")->reason, "brings its own");
  EXPECT_NE(test::leaves_out(all, "hub.cuts"), nullptr);
  for (const auto* kept : {"hub.cuts_nothing", "update.starts", "hub.appends"})
    EXPECT_EQ(test::leaves_out(all, kept), nullptr) << kept;
  EXPECT_EQ(test::filter_without("*", all), "*-up.*:hub.cuts");
  EXPECT_EQ(test::filter_without("hub.*-hub.a*", all), "hub.*-hub.a*:up.*:hub.cuts");
}

}
}
