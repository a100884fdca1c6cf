// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/database_server.hpp"

#include <charconv>

namespace muniment::doctor {
namespace {

std::string text_of(int version) {
  return std::to_string(version / 10'000) + '.' + std::to_string(version % 10'000);
}

std::string value_of(const server_settings& is, const std::string& name) {
  const auto found = is.find(name);
  return found == is.end() ? std::string{} : found->second;
}

int number_of(const server_settings& is, const std::string& name) {
  const auto text = value_of(is, name);
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// A setting of the server that must not have this value.
struct danger {
  const char* setting;
  const char* value;
  verdict judged;
  const char* because;
};

constexpr danger dangers[] = {
    {"fsync", "off", verdict::failed, "a crash of the machine loses or tears the database"},
    {"full_page_writes", "off", verdict::failed, "a crash of the machine may tear its pages"},
    {"synchronous_commit", "off", verdict::failed, "a crash loses events that were acknowledged"},
    {"zero_damaged_pages", "on", verdict::failed, "damaged pages are silently emptied"},
    {"ignore_checksum_failure", "on", verdict::failed,
     "damaged pages are read as if they were whole"},
    {"data_checksums", "off", verdict::warning, "nobody notices when a disk damages pages"},
    {"autovacuum", "off", verdict::warning, "tables only grow, until transaction numbers run out"},
};

std::string cure_of(const danger& of) {
  const std::string name = of.setting;
  if (name == "data_checksums")
    return "stop PostgreSQL and run pg_checksums --enable; it takes as long as reading everything";
  const auto good = of.value == std::string_view{"off"} ? "on" : "off";
  return "ALTER SYSTEM SET " + name + " = " + good + "; SELECT pg_reload_conf()";
}

}

finding judge_version(const versions& of) {
  constexpr auto check = "version";
  // Before 15.10 a session could fall back to another role than the one it took on
  // (CVE-2024-10978), and roles are the walls between workspaces.
  constexpr int oldest = 150'010, next = 160'000;
  // What Debian 12 carries: who runs less lacks mended losses of data.
  constexpr int mended = 150'018;
  constexpr auto mend = "apt-get update && apt-get install postgresql-15 libpq5, then restart both";
  const auto found =
      "PostgreSQL " + text_of(of.server) + ", asked through libpq " + text_of(of.library);
  if (of.server < oldest)
    return failed(check, found + ": it cannot be relied on to keep workspaces apart",
                  std::string{mend} + "; from an older major version, pg_upgrade");
  if (of.server < mended || of.library < mended)
    return warning(check, found + ": Debian 12 carries " + text_of(mended) + ", which mends faults",
                   mend);
  if (of.server >= next)
    return warning(check, found + ": Muniment is tested with 15 only",
                   "try it with your load before you rely on it, or run PostgreSQL 15");
  return ok(check, found);
}

finding judge_transport(const transport_state& way) {
  constexpr auto check = "transport";
  if (way.safe)
    return ok(check,
              way.tls.empty() ? "does not leave this machine" : way.tls + " with a verified name");
  constexpr auto mend = "add sslmode=verify-full and sslrootcert to dsn";
  const auto found = way.tls.empty() ? std::string{"it crosses the network in clear"}
                                     : way.tls + " to a server whose name nobody verifies";
  if (way.insecure_allowed) return warning(check, found + ", as insecure_dsn allows", mend);
  return failed(check, "dsn names another machine without sslmode=verify-full", mend);
}

findings judge_durability(const server_settings& is) {
  constexpr auto check = "durability";
  findings all;
  for (const auto& each : dangers)
    if (value_of(is, each.setting) == each.value)
      all.push_back({check, each.judged,
                     std::string{each.setting} + " is " + each.value + ": " + each.because,
                     cure_of(each)});
  if (value_of(is, "synchronous_commit") == "local" &&
      !value_of(is, "synchronous_standby_names").empty())
    all.push_back(warning(check,
                          "synchronous_commit is local: a failover loses acknowledged events",
                          "ALTER SYSTEM SET synchronous_commit = on; SELECT pg_reload_conf()"));
  if (all.empty())
    all.push_back(ok(check, "fsync, full_page_writes, synchronous_commit, data_checksums are on"));
  return all;
}

findings judge_service(const server_settings& is, bool standby) {
  findings all;
  if (standby)
    all.push_back(
        failed("writable", "it is a standby and takes no writes",
               "name the primary in dsn, or all hosts and target_session_attrs=read-write"));
  else if (value_of(is, "default_transaction_read_only") == "on")
    all.push_back(failed("writable", "default_transaction_read_only is on",
                         "ALTER SYSTEM SET default_transaction_read_only = off; SELECT "
                         "pg_reload_conf()"));
  else
    all.push_back(ok("writable", "it takes writes"));
  const auto encoding = value_of(is, "server_encoding");
  if (encoding == "UTF8")
    all.push_back(ok("encoding", encoding));
  else
    all.push_back(failed("encoding", "its encoding is " + encoding + ", not UTF8",
                         "make the database anew: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE "
                         "template0"));
  return all;
}

findings judge_capacity(const server_settings& is, int others) {
  // Eight of the pool, one of the hub, four of the archivists, one of the leases, one to provision,
  // and two that rebuild.
  constexpr int wanted = 17;
  // One commit of the hub touches some fifteen relations in each of fifty schemas.
  constexpr std::int64_t locks_wanted = 4 * 15 * 50;
  const int most = number_of(is, "max_connections");
  const int usable = most - number_of(is, "superuser_reserved_connections");
  const auto found = std::to_string(usable) + " connections, of which others hold " +
                     std::to_string(others) + "; a server of ours takes up to " +
                     std::to_string(wanted);
  const auto more = "raise max_connections in postgresql.conf and restart PostgreSQL";
  findings all;
  if (usable < wanted)
    all.push_back(failed("connections", found, more));
  else if (usable - others < wanted)
    all.push_back(warning("connections", found, more));
  else
    all.push_back(ok("connections", found));
  const auto locks = static_cast<std::int64_t>(number_of(is, "max_locks_per_transaction")) *
                     (most + number_of(is, "max_prepared_transactions"));
  const auto counted = "room for " + std::to_string(locks) + " locks";
  if (locks < locks_wanted)
    all.push_back(warning("locks", counted + ": a commit for many workspaces may find none",
                          "set max_locks_per_transaction = 1024 in postgresql.conf and restart "
                          "PostgreSQL"));
  else
    all.push_back(ok("locks", counted));
  return all;
}

}
