// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace muniment::crypto {

/// Zeroed memory of some MiB that is needed for a moment, straight from the kernel and in huge
/// pages where it has them: in those of 4 KiB each of some thousand first touches is a fault, which
/// a login pays for (`ops/bench login`). Null when there is none. Any thread.
std::uint8_t* take_large_memory(std::size_t octets);

/// Gives the kernel back what was taken with this many octets. What lay there is cleared by whoever
/// put it there, if it is secret.
void give_back_large_memory(std::uint8_t* memory, std::size_t octets);

}
