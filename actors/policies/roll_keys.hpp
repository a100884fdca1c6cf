// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/key_keeper.hpp"
#include "storage/pool.hpp"
#include "storage/provisioning.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <stop_token>

/// The roll of all keys of a deployment: a new era, under it a new workspace key in every
/// workspace, then the end of the old era. What was erased before it began cannot be had from any
/// copy once it has ended.
namespace muniment {

/// How a workspace took it.
enum class roll_verdict : std::uint8_t {
  rolled = 1, ///< its key was replaced, under the newest era, durably
  unborn,     ///< it has no keys yet; those it gets will lie under the newest era
};

struct roll_progress {
  std::uint64_t done = 0; ///< workspaces
  std::uint64_t total = 0;
  double per_second = 0;
};

/// What a roll gives up at. A workspace that fails is tried again in the next round.
struct roll_limits {
  unsigned rounds = 6;
  unsigned failures_in_a_row = 10;            ///< then the round ends: the fault lies elsewhere
  std::chrono::milliseconds first_pause{500}; ///< between rounds; each is twice the one before
};

/// What a roll is done with. All of it may be used from the thread that rolls.
struct roll_means {
  storage::key_keeper& keys;
  storage::pool& connections;
  /// Gives a workspace a new key under the newest era, waking it if need be; throws what keeps it
  /// from that, which ends neither the round nor the roll.
  std::function<roll_verdict(const storage::workspace_place&)> roll;
  /// Told before each workspace, and at the end.
  std::function<void(const roll_progress&)> progress;
  std::stop_token stop;
  roll_limits limits{};
};

struct roll_report {
  std::uint32_t era = 0; ///< the one that lives
  std::uint64_t workspaces = 0;
  std::chrono::milliseconds took{0};
};

/// Ends the roll that an earlier one left behind, if there is one, and makes a whole one after it.
/// May be stopped at any point, by death too: `resume_roll`, or another `roll_keys`, goes on from
/// what is durable. Blocking, one thread at a time. Throws `std::runtime_error`, which names the
/// workspaces that kept it from ending, or says that it was stopped; both eras stay then. Throws
/// `storage::startup_error` when the key store cannot be written.
roll_report roll_keys(const roll_means& means);

/// Only ends what is left behind; what was erased meanwhile may have to wait for the next roll.
roll_report resume_roll(const roll_means& means);

}
