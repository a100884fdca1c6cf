// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/commands.hpp"
#include "actors/refusals.hpp"
#include "http/oidc/call.hpp"
#include "http/oidc/refusal_stream.hpp"

#include <optional>
#include <string>

namespace muniment::oidc {

/// Who acts when nobody is known yet.
acting_party nobody();

/// A user who is signed in, or signs in, by these methods.
acting_party acting_user(const uuid& user, std::string authentication);

/// A client at the token endpoint.
acting_party acting_client(const clients::row& client);

/// The bytes of a wish with what surrounds it: the request's trace, address, agent and deadline.
command_envelope envelope_for(const call& at, acting_party actor, std::string category,
                              const uuid& stream, bytes wish);

/// Asks the aggregate for one of `Noun`'s commands: a yes or a lawful no, as the door promises.
template <decider Noun>
asio::awaitable<command_reply> decide(const call& at, acting_party actor, const uuid& stream,
                                      const typename Noun::command& wish) {
  return at.door.decide(
      envelope_for(at, std::move(actor), std::string(Noun::category), stream, pack_command(wish)));
}

/// The same of an aggregate whose id was made for this: nobody looks for its stream.
template <decider Noun>
asio::awaitable<command_reply> decide_new(const call& at, acting_party actor, const uuid& stream,
                                          const typename Noun::command& wish) {
  auto sent =
      envelope_for(at, std::move(actor), std::string(Noun::category), stream, pack_command(wish));
  sent.no_stream = true;
  return at.door.decide(std::move(sent));
}

/// A refusal to be told of.
struct refused {
  refused_party kind = refused_party::address;
  std::string party;
  refusal_code code = refusal_code::wrong_credentials;
  std::optional<uuid> client = {};
};

/// Records it.
asio::awaitable<void> record(call at, refused what);

}
