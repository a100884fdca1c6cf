// SPDX-License-Identifier: Apache-2.0
#include "http/server/ids.hpp"

#include "crypto/random.hpp"

#include <array>
#include <chrono>

namespace muniment::http {
namespace {

std::array<std::uint8_t, 16> entropy() {
  std::array<std::uint8_t, 16> octets{};
  crypto::random_fill(octets);
  return octets;
}

}

uuid random_id() { return uuid::random(entropy()); }

uuid new_user_id(user_id_format format) { return make_user_id(format, entropy()); }

uuid traffic_id(instant now) {
  const auto since = std::chrono::floor<std::chrono::milliseconds>(now).time_since_epoch();
  return uuid::time_ordered(static_cast<std::uint64_t>(since.count()), entropy());
}

}
