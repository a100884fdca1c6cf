// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/refusal_stream.hpp"

#include "http/server/forwarded.hpp"

#include <algorithm>
#include <chrono>

namespace muniment::oidc {
namespace {

auto day_of(instant now) { return std::chrono::floor<std::chrono::days>(now); }

}

std::string refusal_subject(refused_party kind, std::string_view party, instant now) {
  const auto day = " " + std::to_string(day_of(now).time_since_epoch().count()) + " ";
  if (kind == refused_party::account) return "account" + day + std::string(party);
  const auto* counted = kind == refused_party::caller ? "caller" : "address";
  return counted + day + http::subscriber_of(party);
}

uuid refusal_stream(const crypto::hash& digest, instant now) {
  std::array<std::uint8_t, 16> entropy{};
  std::copy_n(digest.begin(), entropy.size(), entropy.begin());
  const std::chrono::milliseconds midnight = day_of(now).time_since_epoch();
  return uuid::time_ordered(static_cast<std::uint64_t>(midnight.count()), entropy);
}

}
