// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/disk.hpp"

#include <gtest/gtest.h>

namespace muniment::doctor {
namespace {

constexpr std::uint64_t mebi = std::uint64_t{1} << 20U;

disk_state roomy() {
  disk_state disk;
  disk.path = "/srv";
  disk.what = "data directory";
  disk.octets = 100'000 * mebi;
  disk.octets_free = 50'000 * mebi;
  disk.inodes = 1'000'000;
  disk.inodes_free = 500'000;
  return disk;
}

verdict with(void (*change)(disk_state&)) {
  auto disk = roomy();
  change(disk);
  const auto found = judge_disk(disk);
  EXPECT_EQ(found.mend.empty(), found.judged == verdict::ok);
  return found.judged;
}

TEST(disk, with_room_is_well) {
  EXPECT_EQ(judge_disk(roomy()), ok("data directory", "48 GiB (50 %) free at /srv"));
  EXPECT_EQ(with([](auto& disk) { disk.inodes = disk.inodes_free = 0; }), verdict::ok);
}

TEST(disk, that_fills_up_is_told_in_time) {
  EXPECT_EQ(with([](auto& disk) { disk.octets_free = 4'000 * mebi; }), verdict::warning);
  EXPECT_EQ(with([](auto& disk) { disk.octets_free = 500 * mebi; }), verdict::failed);
}

TEST(disk, of_keys_alone_needs_little) {
  EXPECT_EQ(with([](auto& disk) {
              disk.purpose = kept::keys;
              disk.octets_free = 20 * mebi;
            }),
            verdict::ok);
  EXPECT_EQ(with([](auto& disk) {
              disk.purpose = kept::keys;
              disk.octets_free = 2 * mebi;
            }),
            verdict::warning);
  EXPECT_EQ(with([](auto& disk) {
              disk.purpose = kept::keys;
              disk.octets_free = 1000;
            }),
            verdict::failed);
}

TEST(disk, of_logs_needs_more_than_keys_and_less_than_a_database) {
  EXPECT_EQ(with([](auto& disk) {
              disk.purpose = kept::logs;
              disk.octets_free = 2'000 * mebi;
            }),
            verdict::ok);
  EXPECT_EQ(with([](auto& disk) {
              disk.purpose = kept::logs;
              disk.octets_free = 500 * mebi;
            }),
            verdict::warning);
  EXPECT_EQ(with([](auto& disk) {
              disk.purpose = kept::logs;
              disk.octets_free = 20 * mebi;
            }),
            verdict::failed);
}

TEST(disk, may_run_out_of_inodes_first) {
  EXPECT_EQ(with([](auto& disk) { disk.inodes_free = 40'000; }), verdict::warning);
  EXPECT_EQ(with([](auto& disk) { disk.inodes_free = 9'000; }), verdict::failed);
}

TEST(disk, must_be_written_to_and_must_last) {
  EXPECT_EQ(with([](auto& disk) { disk.read_only = true; }), verdict::failed);
  EXPECT_EQ(with([](auto& disk) { disk.in_memory = true; }), verdict::failed);
  EXPECT_EQ(with([](auto& disk) { disk.in_memory = disk.trial = true; }), verdict::warning);
}

}
}
