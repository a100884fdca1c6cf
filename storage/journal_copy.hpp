// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/bytes.hpp"
#include "storage/schema_name.hpp"

#include <chrono>
#include <cstdint>
#include <functional>

namespace muniment::storage {

class pool;

/// Receives one event's position and its body, which lives only for the call.
using body_sink = std::function<void(std::uint64_t position, bytes_view body)>;

/// Streams the bodies of positions `after` + 1 to `upto` in order, in binary, over a connection of
/// its own; how many. No more than one row is in memory here. Each wait for the server ends after
/// `patience`. Throws `failure`: as `pool::with_workspace`, or refused when what arrives is no
/// copy.
std::uint64_t copy_bodies(pool& connections, const schema_name& schema, std::uint64_t after,
                          std::uint64_t upto, const body_sink& sink,
                          std::chrono::milliseconds patience = std::chrono::seconds{30});

}
