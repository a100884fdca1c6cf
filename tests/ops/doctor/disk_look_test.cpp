// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/disk_look.hpp"

#include "tests/support/heard.hpp"
#include "tests/support/temporary_directory.hpp"

namespace muniment::doctor {
namespace {

TEST(disk_look, sees_the_room_where_nothing_is_yet) {
  const test::temporary_directory folder;
  const auto seen = state_of_disk(folder.path() / "none" / "at" / "all");
  EXPECT_EQ(seen.path, folder.path());
  EXPECT_GT(seen.octets, 0U);
  EXPECT_FALSE(seen.read_only);
}

TEST(disk_look, sees_what_is_in_memory_or_read_only) {
  EXPECT_TRUE(state_of_disk("/dev/shm").in_memory);
  EXPECT_FALSE(state_of_disk("/proc").in_memory);
}

TEST(disk_look, tells_of_one_disk_once) {
  const test::temporary_directory folder;
  test::heard heard;
  places at;
  at.data_directory = folder.path();
  at.key_store = folder.path() / "keys";
  look_at_disks(at, heard);
  ASSERT_EQ(heard.all.size(), 1U);
  EXPECT_EQ(heard.all[0].check, "data directory");
  EXPECT_TRUE(heard.says("data directory", "also for database, write-ahead log, logs, key store"));
  at.key_store = "/dev/shm/keys";
  test::heard two;
  look_at_disks(at, two);
  EXPECT_EQ(two.verdict_of("key store"), verdict::warning) << "it is in memory";
}

TEST(disk_look, of_serve_sees_data_directory_key_store_and_access_log) {
  const test::temporary_directory folder;
  places at;
  at.private_database = false;
  at.data_directory = folder.path();
  at.key_store = folder.path() / "keys";
  at.values.access_log = (folder.path() / "logs" / "access.log").string();
  test::heard one;
  look_at_disks(at, one);
  EXPECT_EQ(one.all.size(), 1U);
  EXPECT_TRUE(one.says("data directory", "also for key store, access log"));
  at.values.access_log = "/dev/shm/access.log";
  test::heard two;
  look_at_disks(at, two);
  EXPECT_EQ(two.verdict_of("access log"), verdict::warning) << "a log alone may be in memory";
  at.key_store = "/dev/shm/keys";
  test::heard lost;
  look_at_disks(at, lost);
  EXPECT_EQ(lost.verdict_of("key store"), verdict::failed) << "keys may not, beside a log or not";
}

TEST(disk_look, of_serve_looks_for_no_log_that_is_no_file) {
  const test::temporary_directory folder;
  places at;
  at.private_database = false;
  at.data_directory = folder.path();
  at.key_store = folder.path() / "keys";
  for (const auto* elsewhere : {"", "stdout", "stderr", "/dev/null"}) {
    at.values.access_log = elsewhere;
    test::heard heard;
    look_at_disks(at, heard);
    EXPECT_FALSE(heard.says("data directory", "access log")) << elsewhere;
    EXPECT_EQ(heard.all.size(), 1U) << elsewhere;
  }
}

}
}
