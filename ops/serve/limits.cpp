// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/limits.hpp"

#include <algorithm>

namespace muniment::ops {

namespace {

/// So many wait for one thread that hashes: three seconds or four, where a request may take ten.
/// When everybody signs in at nine o'clock they wait, and are not sent away.
constexpr std::size_t logins_of_a_rush = 100;

}

http::node_limits limits_for(std::size_t cores) {
  http::node_limits limits;
  limits.actor_threads = std::max<std::size_t>(1, cores / 2);
  limits.password_threads = std::max(limits.password_threads, cores - 1);
  limits.password_waiting = logins_of_a_rush * limits.password_threads;
  limits.signing_threads = std::max(limits.signing_threads, cores - 1);
  return limits;
}

}
