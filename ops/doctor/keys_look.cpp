// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/keys_look.hpp"

#include "ops/doctor/account.hpp"
#include "ops/doctor/key_copies_look.hpp"
#include "ops/doctor/keys.hpp"
#include "ops/doctor/session.hpp"
#include "ops/doctor/workspaces.hpp"
#include "storage/failure.hpp"
#include "storage/key_error.hpp"
#include "storage/key_file_names.hpp"
#include "storage/master_key.hpp"
#include "storage/startup_error.hpp"

#include <pqxx/except>

#include <optional>
#include <sys/stat.h>

namespace muniment::doctor {
namespace {

namespace fs = std::filesystem;
using std::chrono::system_clock;

/// A second or two of questions.
constexpr std::size_t most_workspaces = 1000;

constexpr auto if_silent = "is the disk of the key store there?";

system_clock::time_point written_at(const fs::path& file) {
  struct stat seen {};
  if (::stat(file.c_str(), &seen) != 0) return {};
  return system_clock::from_time_t(seen.st_mtim.tv_sec);
}

constexpr auto about_master_key = "master key";

/// Keys lie under it, so a new one is no cure. One that systemd hands over is nowhere to be read
/// while the server rests.
finding judge_missing_master_key(const places& at) {
  const auto where = at.master_key.string();
  if (is_there(at.master_key_drop_in))
    return warning(about_master_key,
                   "not tried: by " + at.master_key_drop_in.string() +
                       " systemd hands it to the server, and only while that runs",
                   "start the server, then run muniment doctor again");
  return failed(about_master_key, where + " is not there, but keys that lie under it are",
                "restore it, or name where it is in master_key_file: without it nobody can read "
                "the personal data");
}

/// Nothing when it cannot be used.
std::optional<crypto::secret_bytes> look_at_master_key(const places& at, listener& into) {
  into.begin(about_master_key, if_silent);
  const bool given = !is_there(at.master_key) && is_there(at.given_master_key);
  const auto& file = given ? at.given_master_key : at.master_key;
  if (!is_there(file) && is_there(at.key_store)) {
    into.tell(judge_missing_master_key(at));
    return {};
  }
  try {
    auto master = storage::master_key_from_file(file);
    into.tell(ok(about_master_key, file.string() + ", read by its owner alone" +
                                       (given ? ": systemd hands it to the server" : "")));
    return master;
  } catch (const storage::startup_error& error) {
    into.tell(failed(about_master_key, error.what(), error.hint()));
    return {};
  }
}

/// The keys, as the server's account sees them.
storage::key_store_survey look_at_store(const places& at, listener& into) {
  const eyes_of_owner servers{at.key_store};
  const auto master = look_at_master_key(at, into);
  into.begin("key store", if_silent);
  auto seen = storage::survey_key_store(at.key_store);
  into.tell(judge_key_store(
      {at.key_store, open_to_others(at.key_store), lies_in(at.key_store, at.data_directory)},
      !at.private_database));
  into.begin("era key", if_silent);
  if (master) {
    storage::read_eras(at.key_store, seen, *master);
    into.tell(judge_eras(seen));
  }
  return seen;
}

void compare_with_database(const places& at, const storage::key_store_survey& store,
                           listener& into) {
  into.begin("workspaces", "see the database's log and its load");
  std::vector<keyed_workspace> all;
  for (auto& each : see_workspaces(at, most_workspaces))
    all.push_back(std::move(each.known));
  into.tell(judge_workspaces(all, store));
  const auto newest = store.eras.empty() ? 0 : store.eras.front();
  into.tell(judge_dumps(all, store, written_at(at.key_store / storage::era_file_name(newest))));
}

void look_at_workspaces(const places& at, const storage::key_store_survey& store, listener& into) {
  if (!database_runs(at))
    return into.tell(ok("workspaces", "the database does not run, so they were not compared"));
  try {
    compare_with_database(at, store, into);
  } catch (const storage::key_error& error) {
    into.tell(failed("workspaces", error.what(), "restore the database: its key rows are damaged"));
  } catch (const storage::failure&) {
    // The database's own look tells why it cannot be asked.
  } catch (const pqxx::failure&) {
  }
}

void look_at_copies(const places& at, listener& into) {
  std::vector<key_copy> copies;
  for (const auto& each : at.key_copies) {
    into.begin("copies", "is the disk of " + each.string() + " there?");
    copies.push_back(compare_copy(each, at));
  }
  into.tell(judge_copies(copies, at.key_store));
}

}

void look_at_keys(const places& at, listener& into) {
  if (at.private_database && !is_there(at.data_directory)) return;
  try {
    const auto store = look_at_store(at, into);
    look_at_workspaces(at, store, into);
  } catch (const storage::startup_error& error) {
    into.tell(failed("key store", error.what(), error.hint()));
  }
  look_at_copies(at, into);
}

}
