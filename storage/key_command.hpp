// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/secret.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace muniment::storage {

/// The most a key command may print.
inline constexpr std::size_t max_key_command_output = 256;

/// What a program prints on its standard output, unread by anything else: for a master key that
/// lives in a vault. No shell takes part; it has our environment (a vault's address and token come
/// that way), /dev/null as input, our standard error, and a session of its own. Throws
/// `startup_error` when it cannot be started, fails, prints too much or is over the deadline; then
/// it and what it started are killed. Blocks.
crypto::secret_bytes run_key_command(const std::vector<std::string>& argv,
                                     std::chrono::milliseconds deadline);

}
