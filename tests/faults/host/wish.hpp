// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/runtime/append_request.hpp"

#include <optional>
#include <string>

namespace muniment::test {

/// One attempt of a command, as it comes in by the pipe.
struct wish {
  std::uint64_t attempt = 0;
  bool fact = true; ///< else traffic
  uuid command;
  uuid stream; ///< fresh for each attempt, so that a second one would be taken if it came so far
  std::uint64_t nonce = 0;
};

/// `append <attempt> fact|traffic <command> <stream> <nonce>`.
std::string to_line(const wish& wish);

/// Nothing when the line is no wish.
std::optional<wish> wish_from(const std::string& line);

/// One event of a fresh stream under the command's id; its idempotency key is the command's id, its
/// fingerprint the nonce's. Without `dedup` it carries no key.
append_request request_of(const wish& wish, instant now, bool dedup);

}
