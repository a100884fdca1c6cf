// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/disk.hpp"

namespace muniment::doctor {
namespace {

constexpr std::uint64_t mebi = std::uint64_t{1} << 20U, gibi = std::uint64_t{1} << 30U;

/// Below `scarce` it is time to act, below `none` what is written next may fail. The write-ahead
/// log of PostgreSQL alone may take 4 GiB.
struct room {
  std::uint64_t none, scarce;
};

constexpr room room_for(kept purpose) {
  switch (purpose) {
  case kept::database:
    return {512 * mebi, 5 * gibi};
  case kept::logs:
    return {64 * mebi, gibi};
  case kept::keys:
    break;
  }
  return {mebi, 16 * mebi};
}

std::string consequence_for(kept purpose) {
  return purpose == kept::database ? "PostgreSQL stops when it has none"
                                   : "what is written there next may fail";
}

std::string size(std::uint64_t octets) {
  if (octets < 10 * gibi) return std::to_string(octets / mebi) + " MiB";
  return std::to_string(octets / gibi) + " GiB";
}

std::string share(std::uint64_t part, std::uint64_t whole) {
  return std::to_string(whole == 0 ? 0 : part * 100 / whole) + " %";
}

bool few_inodes(const disk_state& disk, std::uint64_t percent) {
  return disk.inodes > 0 && disk.inodes_free * 100 < disk.inodes * percent;
}

}

finding judge_disk(const disk_state& disk) {
  const auto where = disk.path.string();
  if (disk.read_only)
    return failed(disk.what, "the file system of " + where + " is mounted read-only",
                  "see dmesg for its errors, then mount it read-write");
  if (disk.in_memory)
    return {disk.what, disk.trial ? verdict::warning : verdict::failed,
            where + " is in memory: it is gone when the machine stops", "move it to a disk"};
  const auto wanted = room_for(disk.purpose);
  const auto found = size(disk.octets_free) + " (" + share(disk.octets_free, disk.octets) +
                     ") free at " + where + (disk.also.empty() ? "" : ", also for " + disk.also);
  if (disk.octets_free < wanted.none)
    return failed(disk.what, found, "free or add space now: " + consequence_for(disk.purpose));
  if (few_inodes(disk, 1))
    return failed(disk.what, "hardly any inode is free at " + where,
                  "remove small files there, or make the file system anew with more inodes");
  if (disk.octets_free < wanted.scarce) return warning(disk.what, found, "free or add space soon");
  if (few_inodes(disk, 5))
    return warning(disk.what,
                   share(disk.inodes_free, disk.inodes) + " of the inodes are free at " + where,
                   "remove small files there soon");
  return ok(disk.what, found);
}

}
