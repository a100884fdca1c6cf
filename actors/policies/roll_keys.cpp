// SPDX-License-Identifier: Apache-2.0
#include "actors/policies/roll_keys.hpp"

#include "storage/failure.hpp"
#include "storage/key_error.hpp"
#include "storage/key_reader.hpp"
#include "storage/startup_error.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <string>

namespace muniment {
namespace {

using clock = std::chrono::steady_clock;
using storage::workspace_place;

/// What one round over all workspaces left.
struct swept {
  std::vector<uuid> covered;       ///< their keys lie under the newest era, in a dump too
  std::vector<std::string> failed; ///< by slug
};

class rolling {
public:
  explicit rolling(const roll_means& means) : means_{means}, era_{means.keys.current()} {}

  roll_report run() {
    for (unsigned round = 1;; ++round) {
      const auto found = sweep();
      if (found.failed.empty()) return end(found.covered);
      if (round == means_.limits.rounds) give_up(found.failed);
      pause(round);
    }
  }

private:
  swept sweep() {
    swept found;
    std::vector<workspace_place> places;
    try {
      places = storage::read_all_workspaces(means_.connections);
    } catch (const storage::failure& error) {
      spdlog::warn("the workspaces to roll could not be listed: {}", error.what());
      found.failed.emplace_back("all");
      return found;
    }
    unsigned in_a_row = 0;
    total_ = places.size();
    for (done_ = 0; done_ < total_; ++done_) {
      tell();
      const auto& place = places[done_];
      in_a_row = attempt(place, found) ? 0 : in_a_row + 1;
      if (in_a_row == means_.limits.failures_in_a_row) break;
    }
    return found;
  }

  bool attempt(const workspace_place& place, swept& found) {
    try {
      if (cover(place)) found.covered.push_back(place.id);
      return true;
    } catch (const storage::startup_error&) {
      throw; // The key store is that of all.
    } catch (const std::exception& error) {
      // Whatever is wrong with this one, those behind it are not to wait for it.
      spdlog::warn("the keys of workspace {} are not rolled yet: {}", place.slug, error.what());
    }
    found.failed.push_back(place.slug);
    return false;
  }

  /// Each step may find itself done. False when there is nothing to cover.
  bool cover(const workspace_place& place) {
    if (has_dump(place)) return true;
    if (!lies_under_newest(place)) {
      const auto verdict = means_.roll(place);
      if (verdict == roll_verdict::unborn) return false;
      if (!lies_under_newest(place))
        throw std::runtime_error{"its key does not lie under the newest era"};
    }
    // After the roll is seen to be committed: the snapshot behind the dump can only be younger.
    means_.keys.dump(place.id, place.journal, [&](storage::key_dump_writer& into) {
      storage::read_all_keys(means_.connections, place.schema,
                             [&](const std::vector<storage::key_row>& rows) { into.add(rows); });
    });
    return true;
  }

  /// Of the newest era. A damaged one is none: what it held is in the database, and goes into the
  /// next.
  bool has_dump(const workspace_place& place) {
    try {
      return means_.keys.dump_era(place.id) == era_;
    } catch (const storage::key_error& error) {
      if (error.fault() != storage::key_fault::damaged) throw;
      spdlog::warn("the key dump of workspace {} is damaged and is written anew", place.slug);
      return false;
    }
  }

  bool lies_under_newest(const workspace_place& place) {
    return storage::era_of_workspace(means_.connections, place.schema) == era_;
  }

  roll_report end(const std::vector<uuid>& covered) {
    tell();
    means_.keys.finish_roll(covered);
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(clock::now() - begun_);
    spdlog::info("the keys of {} workspaces lie under era {} alone", covered.size(), era_);
    return {era_, covered.size(), took};
  }

  [[noreturn]] void give_up(const std::vector<std::string>& failed) const {
    constexpr std::size_t most_named = 10;
    std::string names;
    for (std::size_t each = 0; each < std::min(failed.size(), most_named); ++each)
      names += (each > 0 ? ", " : "") + failed[each];
    if (failed.size() > most_named) names += ", …";
    throw std::runtime_error{"the keys of these workspaces were not rolled: " + names +
                             "; until they are, era " + std::to_string(era_ - 1) + " is kept"};
  }

  void tell() const {
    if (means_.stop.stop_requested())
      throw std::runtime_error{"the server stops; the roll goes on at its next start"};
    if (!means_.progress) return;
    const std::chrono::duration<double> so_far = clock::now() - begun_;
    means_.progress({done_, total_, static_cast<double>(done_) / std::max(so_far.count(), 0.001)});
  }

  void pause(unsigned round) const {
    std::mutex unshared;
    std::unique_lock lock{unshared};
    std::condition_variable_any stopped;
    stopped.wait_for(lock, means_.stop, means_.limits.first_pause * (1U << (round - 1)),
                     [] { return false; });
    tell();
  }

  const roll_means& means_;
  const std::uint32_t era_;
  const clock::time_point begun_ = clock::now();
  std::uint64_t done_ = 0;
  std::uint64_t total_ = 0;
};

}

roll_report roll_keys(const roll_means& means) {
  resume_roll(means);
  means.keys.begin_roll();
  return rolling{means}.run();
}

roll_report resume_roll(const roll_means& means) {
  if (!means.keys.rolling()) return {means.keys.current(), 0, {}};
  return rolling{means}.run();
}

}
