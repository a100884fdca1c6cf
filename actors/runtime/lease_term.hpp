// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <ctime>
#include <mutex>

namespace muniment {

/// A clock that nobody sets and that runs on while the process is stopped or the machine sleeps.
struct boot_clock {
  using duration = std::chrono::nanoseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<boot_clock>;
  static constexpr bool is_steady = true;

  static time_point now() {
    timespec read{};
    ::clock_gettime(CLOCK_BOOTTIME, &read);
    return time_point{std::chrono::seconds{read.tv_sec} + std::chrono::nanoseconds{read.tv_nsec}};
  }
};

/// Until when this node may answer for the workspaces it holds. Terms are numbered from 1; a lease
/// belongs to the term in which it was taken and is never good in another. Any thread.
class lease_term {
public:
  /// Term `number` lasts until then; any other is over.
  void extend(std::uint64_t number, boot_clock::time_point until) {
    const std::lock_guard lock{mutex_};
    number_ = number;
    until_ = until;
  }

  /// Whether a lease taken in that term is good now; one of term 0 never is.
  [[nodiscard]] bool holds(std::uint64_t number) const {
    const std::lock_guard lock{mutex_};
    return number != 0 && number == number_ && boot_clock::now() < until_;
  }

  /// Whether there is a term now: the database heard this node a short while ago.
  [[nodiscard]] bool lasts() const {
    const std::lock_guard lock{mutex_};
    return number_ != 0 && boot_clock::now() < until_;
  }

private:
  mutable std::mutex mutex_;
  std::uint64_t number_ = 0;
  boot_clock::time_point until_{};
};

}
