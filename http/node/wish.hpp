// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/command_envelope.hpp"
#include "actors/commands.hpp"
#include "crypto/random.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace muniment::http {

/// An id for something new.
inline uuid random_id() {
  std::array<std::uint8_t, 16> octets{};
  crypto::random_fill(octets);
  return uuid::random(octets);
}

/// A wish of `Noun` on its way, under a fresh command id; whoever hands it over adds where it came
/// from.
template <decider Noun, class Wish>
command_envelope wish_of(const uuid& stream, const Wish& wish, acting_party actor, instant now,
                         std::chrono::seconds patience = std::chrono::seconds{10}) {
  command_envelope envelope;
  envelope.deadline = now + patience;
  envelope.command = random_id();
  envelope.actor = std::move(actor);
  envelope.category = std::string{Noun::category};
  envelope.stream = stream;
  envelope.wish = pack_command(wish);
  return envelope;
}

}
