// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/bytes.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace muniment {

/// A recorded event as every reader of the journal gets it.
struct recorded_body {
  std::uint64_t position = 0;
  bytes body;
};

/// Bodies in journal order, shared between actors.
using bodies_ptr = std::shared_ptr<const std::vector<recorded_body>>;

}
