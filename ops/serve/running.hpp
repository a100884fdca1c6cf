// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/serve/service.hpp"

#include <chrono>
#include <functional>

namespace muniment::ops {

/// What a running server learns from its process.
struct outside {
  std::function<bool(std::chrono::milliseconds)> stopped; ///< waits so long at most
  std::function<void()> look;                             ///< now and then; ends it by throwing
};

/// Tells the supervisor that the server is ready, lets it serve until it is told to stop, and then
/// answers what is in flight. Throws what `look` throws, and when the server is not sound any more.
void run_until_stopped(service& server, const outside& from);

}
