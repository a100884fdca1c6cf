// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/limits.hpp"

#include <algorithm>

namespace muniment::ops {

http::node_limits limits_for(std::size_t cores) {
  http::node_limits limits;
  limits.actor_threads = std::max<std::size_t>(1, cores / 2);
  limits.password_threads = std::max(limits.password_threads, cores - 1);
  limits.signing_threads = std::max(limits.signing_threads, cores - 1);
  return limits;
}

}
