// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/key_copies_look.hpp"

#include "ops/doctor/account.hpp"
#include "storage/key_file_names.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <set>
#include <sys/stat.h>

namespace muniment::doctor {
namespace {

namespace fs = std::filesystem;

using names = std::set<std::string>;

/// The names of eras and dumps in a directory.
names keys_in(const fs::path& folder, std::error_code& failed) {
  names all;
  for (fs::directory_iterator each{folder, failed}, end; !failed && each != end;
       each.increment(failed)) {
    auto name = each->path().filename().string();
    if (storage::names_an_era(name) || storage::dump_in(name)) all.insert(std::move(name));
  }
  return all;
}

bool same_octets(const fs::path& one, const fs::path& other) {
  std::ifstream left{one, std::ios::binary}, right{other, std::ios::binary};
  std::array<char, 65536> mine{}, theirs{};
  while (left && right) {
    left.read(mine.data(), mine.size());
    right.read(theirs.data(), theirs.size());
    if (left.gcount() != right.gcount() ||
        !std::equal(mine.begin(), mine.begin() + left.gcount(), theirs.begin()))
      return false;
  }
  return left.eof() && right.eof();
}

bool on_one_disk(const fs::path& one, const fs::path& other) {
  struct stat left {
  }, right{};
  return ::stat(one.c_str(), &left) == 0 && ::stat(other.c_str(), &right) == 0 &&
         left.st_dev == right.st_dev;
}

void compare_names(const names& store, const names& copy, const places& at, key_copy& into) {
  for (const auto& name : store)
    if (!copy.contains(name))
      into.missing.push_back(name);
    else if (!same_octets(at.key_store / name, into.path / name))
      into.different.push_back(name);
  for (const auto& name : copy)
    if (!store.contains(name))
      (storage::names_an_era(name) ? into.destroyed : into.left_over).push_back(name);
}

}

bool lies_in(const fs::path& path, const fs::path& folder) {
  std::error_code failed;
  const auto inner = fs::weakly_canonical(path, failed);
  const auto outer = fs::weakly_canonical(folder, failed);
  if (failed) return false;
  return std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first == outer.end();
}

key_copy compare_copy(const fs::path& copy, const places& at) {
  key_copy seen{copy, {}};
  seen.same_place = lies_in(copy, at.key_store);
  if (seen.same_place) return seen;
  std::error_code failed;
  const auto there = keys_in(copy, failed);
  if (failed) {
    seen.failure = failed.message();
    return seen;
  }
  compare_names(keys_in(at.key_store, failed), there, at, seen);
  seen.same_disk = on_one_disk(copy, at.key_store);
  seen.in_data_directory = lies_in(copy, at.data_directory);
  seen.with_master_key = is_there(copy / at.master_key.filename());
  seen.open_to_others = open_to_others(copy);
  return seen;
}

}
