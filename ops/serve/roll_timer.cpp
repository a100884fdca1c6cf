// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/roll_timer.hpp"

#include <condition_variable>
#include <mutex>

namespace muniment::ops {

roll_timer::roll_timer(std::function<void(const std::stop_token&)> look,
                       std::chrono::milliseconds between)
    : thread_{[look = std::move(look), between](const std::stop_token& stop) {
        std::mutex unshared;
        std::unique_lock lock{unshared};
        std::condition_variable_any stopped;
        while (!stop.stop_requested()) {
          look(stop);
          stopped.wait_for(lock, stop, between, [] { return false; });
        }
      }} {}

}
