// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/disk_look.hpp"

#include "ops/doctor/account.hpp"
#include "storage/postgres_cluster.hpp"
#include "storage/startup_error.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <linux/magic.h>
#include <optional>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <utility>
#include <vector>

namespace muniment::doctor {
namespace {

namespace fs = std::filesystem;

struct place {
  std::string what;
  fs::path path;
  kept purpose;
};

fs::path nearest(fs::path path) {
  while (!is_there(path) && path.has_parent_path() && path != path.parent_path())
    path = path.parent_path();
  return path;
}

dev_t device_of(const fs::path& path) {
  struct stat seen {};
  return ::stat(nearest(path).c_str(), &seen) == 0 ? seen.st_dev : 0;
}

/// Nothing where requests are told to a stream or a device.
std::optional<place> place_of_access_log(const std::string& named) {
  if (named.empty() || named == "stdout" || named == "stderr") return {};
  std::error_code unseen;
  const auto file = fs::absolute(named, unseen);
  if (is_there(file) && !fs::is_regular_file(file, unseen)) return {};
  return place{"access log", file.parent_path(), kept::logs};
}

/// Of `muniment serve`; its database has a disk of its own. The log is last, so that it is the
/// first of a disk only where it is alone there.
std::vector<place> places_beside_database(const places& at) {
  std::vector<place> all{{"data directory", at.data_directory, kept::keys},
                         {"key store", at.key_store, kept::keys}};
  if (auto log = place_of_access_log(at.values.access_log)) all.push_back(std::move(*log));
  return all;
}

std::vector<place> places_on_disk(const places& at) {
  if (!at.private_database) return places_beside_database(at);
  const auto cluster = storage::cluster_in(at.data_directory);
  return {{"data directory", at.data_directory, kept::database},
          {"database", cluster.data, kept::database},
          {"write-ahead log", cluster.data / "pg_wal", kept::database},
          {"logs", cluster.log, kept::database},
          {"key store", at.key_store, kept::keys}};
}

}

disk_state state_of_disk(const fs::path& path) {
  const auto seen_at = nearest(path);
  struct statvfs room {};
  struct statfs kind {};
  if (::statvfs(seen_at.c_str(), &room) != 0 || ::statfs(seen_at.c_str(), &kind) != 0)
    throw storage::startup_error{seen_at.string() + ": " + std::strerror(errno),
                                 "is the disk there? see dmesg"};
  disk_state seen;
  seen.path = seen_at;
  seen.octets_free = static_cast<std::uint64_t>(room.f_bavail) * room.f_frsize;
  seen.octets = static_cast<std::uint64_t>(room.f_blocks) * room.f_frsize;
  seen.inodes_free = room.f_favail;
  seen.inodes = room.f_files;
  seen.read_only = (room.f_flag & ST_RDONLY) != 0;
  seen.in_memory = kind.f_type == TMPFS_MAGIC || kind.f_type == RAMFS_MAGIC;
  return seen;
}

void look_at_disks(const places& at, listener& into) {
  struct disk {
    place first;
    dev_t device;
    kept neediest;
    std::string also = {};
  };
  std::vector<disk> disks;
  for (const auto& each : places_on_disk(at)) {
    const auto device = device_of(each.path);
    const auto same = std::ranges::find(disks, device, &disk::device);
    if (same == disks.end()) {
      disks.push_back({each, device, each.purpose});
      continue;
    }
    same->also += (same->also.empty() ? "" : ", ") + each.what;
    same->neediest = std::max(same->neediest, each.purpose);
  }
  for (const auto& [first, device, neediest, also] : disks) {
    into.begin(first.what, "the disk of " + first.path.string() + " does not answer: see dmesg");
    auto seen = state_of_disk(first.path);
    seen.what = first.what;
    seen.also = also;
    seen.purpose = neediest;
    seen.trial = at.private_database || first.purpose == kept::logs;
    into.tell(judge_disk(seen));
  }
}

}
