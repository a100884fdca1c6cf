// SPDX-License-Identifier: Apache-2.0
#include "projections/runtime/swap_wait.hpp"

#include <spdlog/spdlog.h>

#include <condition_variable>
#include <mutex>

namespace muniment {

namespace {

constexpr std::chrono::milliseconds first_swap_pause{50};
constexpr std::chrono::milliseconds longest_swap_pause{5'000};

}

swap_wait::swap_wait(std::string_view projection, const replay_options& options)
    : projection_{projection}, options_{options}, until_{std::chrono::steady_clock::now() +
                                                         options.swap_patience} {}

void swap_wait::pause(std::uint64_t position) {
  if (length_.count() == 0)
    spdlog::warn("the rebuild of projection {} waits for somebody who holds its tables",
                 projection_);
  if (std::chrono::steady_clock::now() >= until_)
    throw replay_error{replay_error::reason::too_late, position,
                       "somebody holds its tables all the time"};
  length_ = std::clamp(length_ * 2, first_swap_pause, longest_swap_pause);
  std::mutex unshared;
  std::unique_lock lock{unshared};
  std::condition_variable_any stopped;
  stopped.wait_for(lock, options_.stop, length_, [] { return false; });
  if (options_.stop.stop_requested())
    throw replay_error{replay_error::reason::cancelled, position, "cancelled before it was done"};
}

}
