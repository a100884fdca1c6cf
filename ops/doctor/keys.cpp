// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/keys.hpp"

#include "ops/doctor/words.hpp"

#include <algorithm>

namespace muniment::doctor {
namespace {

constexpr auto restore = "restore the key store as a whole from a copy of it that is as new as the "
                         "database";

bool holds(const storage::key_store_survey& seen, std::uint32_t era) {
  return std::ranges::count(seen.eras, era) > 0;
}

std::string era_named(std::uint32_t number) { return "era " + std::to_string(number); }

finding judge_roll(const storage::key_store_survey& seen) {
  constexpr auto check = "roll";
  const bool halfway = seen.eras.size() == 2 && seen.eras[0] == seen.eras[1] + 1;
  if (seen.eras.size() > 1 && !halfway)
    return failed(check, "the eras in the key store do not follow each other", restore);
  if (halfway)
    return warning(check,
                   "a roll from " + era_named(seen.eras[1]) + " to " + era_named(seen.eras[0]) +
                       " is under way; until it ends, erasures are not final",
                   "let it end; muniment key roll takes up one that was interrupted");
  if (!seen.blank.empty())
    return warning(check, era_named(seen.blank.front()) + " was overwritten but not yet removed",
                   "nothing: the next start of the server removes it");
  return ok(check, "none is under way");
}

/// Why a dump of the store cannot be read, if it cannot.
std::optional<finding> judge_own_dumps(const storage::key_store_survey& seen) {
  constexpr auto check = "dumps";
  if (!seen.damaged.empty())
    return failed(check, "damaged in the key store: " + some_of(seen.damaged), restore);
  std::vector<std::string> foreign;
  for (const auto& [workspace, era] : seen.dumps)
    if (!holds(seen, era)) foreign.push_back(to_string(workspace));
  if (foreign.empty()) return {};
  return failed(check,
                "key dumps lie under an era that the key store does not hold: " + some_of(foreign),
                restore);
}

}

finding judge_key_store(const key_directory& store, bool production) {
  constexpr auto check = "key store";
  const auto where = store.path.string();
  if (store.open_to_others)
    return failed(check, where + " can be entered by others", "chmod 0700 " + where);
  if (!store.in_data_directory) return ok(check, where + ", entered by its owner alone");
  if (production)
    return warning(check, where + " lies in the data directory, so a backup of that takes it along",
                   "set key_store_directory to a directory that no backup which keeps older states "
                   "contains: an old era key brings back whom an erasure removed");
  return ok(check, where + "; leave it out of every backup of the data directory");
}

findings judge_eras(const storage::key_store_survey& seen) {
  if (seen.eras.empty())
    return {failed("era key", "there is none in the key store: no personal data can be read",
                   std::string{restore} +
                       "; a new deployment gets one from muniment database prepare --make-keys")};
  return {ok("era key", era_named(seen.eras.front()) + " opens under the master key"),
          judge_roll(seen)};
}

finding judge_workspaces(const std::vector<keyed_workspace>& all,
                         const storage::key_store_survey& seen) {
  constexpr auto check = "workspaces";
  std::vector<std::string> lost;
  for (const auto& each : all)
    if (each.era && !holds(seen, *each.era)) lost.push_back(each.slug);
  if (lost.empty())
    return ok(check, "the keys of " + std::to_string(all.size()) +
                         " workspaces lie under an era of this key store");
  return failed(check,
                "database and key store do not belong together: the personal data of " +
                    some_of(lost) + " lies under an era key that is not here",
                "name the right key_store_directory, or restore the key store as it is now on a "
                "copy; after restoring an older database, its keys come back from the key dump");
}

finding judge_dumps(const std::vector<keyed_workspace>& all, const storage::key_store_survey& seen,
                    std::chrono::system_clock::time_point era_made) {
  constexpr auto check = "dumps";
  if (auto broken = judge_own_dumps(seen)) return std::move(*broken);
  if (seen.eras.empty() || seen.eras.front() == 1)
    return ok(check, "no roll was made yet; each writes a key dump of every workspace");
  std::vector<std::string> missing;
  for (const auto& each : all) {
    const bool covered = std::ranges::any_of(seen.dumps, [&](const auto& dump) {
      return dump.first == each.id && dump.second == seen.eras.front();
    });
    if (!covered && each.created_at < era_made) missing.push_back(each.slug);
  }
  if (missing.empty())
    return ok(check, std::to_string(seen.dumps.size()) + " key dumps under " +
                         era_named(seen.eras.front()));
  return failed(check,
                "there is no key dump under " + era_named(seen.eras.front()) + " of " +
                    some_of(missing) + ": an older backup of theirs could not be read",
                "muniment key roll writes them");
}

}
