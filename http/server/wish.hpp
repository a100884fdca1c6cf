// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/command_envelope.hpp"
#include "actors/commands.hpp"
#include "http/server/ids.hpp"

#include <chrono>

namespace muniment::http {

/// Where a wish comes from: who acts, and by which request, if by one.
struct wish_origin {
  // NOLINTNEXTLINE(google-explicit-constructor): whoever acts by no request is an origin as it is.
  wish_origin(acting_party who) : actor{std::move(who)} {}
  wish_origin(acting_party who, trace_id trace, access_metadata from)
      : actor{std::move(who)}, correlation{trace}, access{plain{std::move(from)}} {}

  acting_party actor;
  std::optional<trace_id> correlation;
  std::optional<plain<access_metadata>> access;
};

/// What is done because its time has come.
inline wish_origin by_policy() { return acting_party{actor_kind::policy, {}, "none", {}}; }

/// A wish of `Noun` on its way, under a fresh command id.
template <decider Noun, class Wish>
command_envelope wish_of(const uuid& stream, const Wish& wish, wish_origin from, instant now,
                         std::chrono::seconds patience = std::chrono::seconds{10}) {
  command_envelope envelope;
  envelope.deadline = now + patience;
  envelope.command = random_id();
  envelope.actor = std::move(from.actor);
  envelope.correlation = from.correlation;
  envelope.access = std::move(from.access);
  envelope.category = std::string{Noun::category};
  envelope.stream = stream;
  envelope.wish = pack_command(wish);
  return envelope;
}

}
