// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/key_copies.hpp"

#include "ops/doctor/words.hpp"

namespace muniment::doctor {
namespace {

constexpr auto copies_check = "copies";

std::string mirror(const std::filesystem::path& store, const std::filesystem::path& copy) {
  return "rsync -a --delete --exclude lock " + store.string() + "/ " + copy.string() + "/";
}

finding none_named(const std::filesystem::path& store) {
  return warning(
      copies_check,
      "no copy of the key store is named: losing every copy of the era key loses all "
      "personal data",
      "mirror it to another disk or machine, from a timer, since each roll replaces it (" +
          mirror(store, "COPY") +
          "), and name the directory in key_copies; never let a backup that keeps older "
          "states take it, and keep the master key elsewhere");
}

/// Nothing when no mark of the place is wrong.
findings judge_place(const key_copy& copy) {
  const auto where = copy.path.string();
  findings all;
  if (copy.open_to_others)
    all.push_back(failed(copies_check, where + " can be entered by others", "chmod 0700 " + where));
  if (copy.in_data_directory)
    all.push_back(failed(copies_check,
                         where + " lies in the data directory: its backups take it along",
                         "move it to another disk, out of every backup that keeps older states"));
  else if (copy.same_disk)
    all.push_back(warning(copies_check,
                          where + " is on the same disk as the key store and lost with it",
                          "keep a copy on another disk or machine"));
  if (copy.with_master_key)
    all.push_back(warning(copies_check,
                          "the master key lies beside the copy in " + where +
                              ": whoever has that directory has everything",
                          "keep the master key in another place than the copies"));
  return all;
}

findings judge_content(const key_copy& copy, const std::filesystem::path& store) {
  const auto where = copy.path.string();
  const auto again = mirror(store, copy.path);
  findings all;
  if (!copy.destroyed.empty())
    all.push_back(failed(copies_check,
                         where + " still holds " + joined(copy.destroyed) +
                             ", which was destroyed: with it the erased can be read again",
                         "overwrite and remove it there (shred -u), then " + again));
  if (!copy.missing.empty() || !copy.different.empty()) {
    auto stale = copy.missing;
    stale.insert(stale.end(), copy.different.begin(), copy.different.end());
    all.push_back(
        failed(copies_check, where + " is not what the key store is: " + some_of(stale), again));
  }
  if (!copy.left_over.empty())
    all.push_back(warning(copies_check, where + " still holds " + some_of(copy.left_over), again));
  return all;
}

findings judge_copy(const key_copy& copy, const std::filesystem::path& store) {
  const auto where = copy.path.string();
  if (copy.same_place)
    return {failed(copies_check, where + " is the key store itself", "name another directory")};
  if (!copy.failure.empty())
    return {failed(copies_check, where + " cannot be read: " + copy.failure,
                   "mount it, or look as the account that owns it; until then nobody knows whether "
                   "there is a copy")};
  auto all = judge_content(copy, store);
  const auto place = judge_place(copy);
  all.insert(all.end(), place.begin(), place.end());
  if (all.empty()) all.push_back(ok(copies_check, where + " holds the same bytes"));
  return all;
}

}

findings judge_copies(const std::vector<key_copy>& copies, const std::filesystem::path& store) {
  if (copies.empty()) return {none_named(store)};
  findings all;
  for (const auto& each : copies) {
    const auto found = judge_copy(each, store);
    all.insert(all.end(), found.begin(), found.end());
  }
  return all;
}

}
