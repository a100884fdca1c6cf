// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/database_server.hpp"

#include "tests/support/heard.hpp"

namespace muniment::doctor {
namespace {

server_settings good_server() {
  return {{"fsync", "on"},
          {"full_page_writes", "on"},
          {"synchronous_commit", "on"},
          {"synchronous_standby_names", ""},
          {"zero_damaged_pages", "off"},
          {"ignore_checksum_failure", "off"},
          {"data_checksums", "on"},
          {"autovacuum", "on"},
          {"server_encoding", "UTF8"},
          {"default_transaction_read_only", "off"},
          {"max_connections", "100"},
          {"superuser_reserved_connections", "3"},
          {"max_locks_per_transaction", "64"},
          {"max_prepared_transactions", "0"}};
}

server_settings with(const std::string& name, const std::string& value) {
  auto is = good_server();
  is[name] = value;
  return is;
}

verdict server_verdict(const findings& all, const std::string& check) {
  test::heard heard;
  heard.tell(all);
  return heard.verdict_of(check);
}

TEST(database_server, has_the_version_that_debian_carries) {
  EXPECT_EQ(judge_version({150018, 150018}).judged, verdict::ok);
  EXPECT_EQ(judge_version({150017, 150018}).judged, verdict::warning);
  EXPECT_EQ(judge_version({150018, 150003}).judged, verdict::warning);
  EXPECT_EQ(judge_version({150009, 150018}).judged, verdict::failed) << "CVE-2024-10978";
  EXPECT_EQ(judge_version({140020, 150018}).judged, verdict::failed);
  EXPECT_EQ(judge_version({170002, 170002}).judged, verdict::warning);
  EXPECT_EQ(judge_version({140020, 150018}).found.substr(0, 16), "PostgreSQL 14.20");
}

TEST(database_server, is_reached_safely_or_not_at_all) {
  EXPECT_EQ(judge_transport({}).judged, verdict::ok);
  EXPECT_EQ(judge_transport({.tls = "TLSv1.3"}).found, "TLSv1.3 with a verified name");
  EXPECT_EQ(judge_transport({.safe = false}).judged, verdict::failed);
  EXPECT_EQ(judge_transport({.safe = false, .insecure_allowed = true}).judged, verdict::warning);
}

TEST(database_server, loses_nothing_that_was_acknowledged) {
  EXPECT_EQ(test::worst_of(judge_durability(good_server())), verdict::ok);
  for (const auto* name : {"fsync", "full_page_writes", "synchronous_commit"})
    EXPECT_EQ(test::worst_of(judge_durability(with(name, "off"))), verdict::failed) << name;
  for (const auto* name : {"zero_damaged_pages", "ignore_checksum_failure"})
    EXPECT_EQ(test::worst_of(judge_durability(with(name, "on"))), verdict::failed) << name;
  for (const auto* name : {"data_checksums", "autovacuum"})
    EXPECT_EQ(test::worst_of(judge_durability(with(name, "off"))), verdict::warning) << name;
}

TEST(database_server, waits_for_its_standby) {
  auto is = with("synchronous_commit", "local");
  EXPECT_EQ(test::worst_of(judge_durability(is)), verdict::ok);
  is["synchronous_standby_names"] = "ANY 1 (a, b)";
  EXPECT_EQ(test::worst_of(judge_durability(is)), verdict::warning);
}

TEST(database_server, tells_of_each_danger) {
  auto is = with("fsync", "off");
  is["data_checksums"] = "off";
  const auto all = judge_durability(is);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].mend, "ALTER SYSTEM SET fsync = on; SELECT pg_reload_conf()");
  EXPECT_NE(all[1].mend.find("pg_checksums"), std::string::npos);
}

TEST(database_server, takes_writes_and_any_text) {
  EXPECT_EQ(server_verdict(judge_service(good_server(), false), "writable"), verdict::ok);
  EXPECT_EQ(server_verdict(judge_service(good_server(), true), "writable"), verdict::failed);
  EXPECT_EQ(
      server_verdict(judge_service(with("default_transaction_read_only", "on"), false), "writable"),
      verdict::failed);
  EXPECT_EQ(server_verdict(judge_service(good_server(), false), "encoding"), verdict::ok);
  EXPECT_EQ(server_verdict(judge_service(with("server_encoding", "SQL_ASCII"), false), "encoding"),
            verdict::failed);
}

TEST(database_server, has_room_for_a_server_of_ours) {
  EXPECT_EQ(server_verdict(judge_capacity(good_server(), 20), "connections"), verdict::ok);
  EXPECT_EQ(server_verdict(judge_capacity(good_server(), 90), "connections"), verdict::warning);
  EXPECT_EQ(server_verdict(judge_capacity(with("max_connections", "19"), 0), "connections"),
            verdict::failed);
  EXPECT_EQ(server_verdict(judge_capacity(good_server(), 0), "locks"), verdict::ok);
  EXPECT_EQ(server_verdict(judge_capacity(with("max_locks_per_transaction", "10"), 0), "locks"),
            verdict::warning);
}

}
}
