// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/uuid.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/atom.hpp>
#include <caf/typed_actor.hpp>

#include <cstdint>
#include <string>

/// Part of actors/messages.hpp: what is said between those who serve a workspace and the thread
/// that keeps this node's term, in which it takes leases.
namespace muniment {

struct lease_request {
  uuid workspace;
};

/// Held in term `term` of this node, or, when that is 0, not held for `reason`.
struct lease_reply {
  std::uint64_t term = 0;
  bool elsewhere = false;  ///< another node holds it
  std::string reason = {}; ///< for the log
};

/// To itself: everything that was waiting has been read from the mailbox.
using gather_atom = caf::atom_constant<caf::atom("gather")>;
/// To itself: extend the term.
using renew_atom = caf::atom_constant<caf::atom("renew")>;
using give_back_atom = caf::atom_constant<caf::atom("giveback")>;
/// To whom a lease was given: its term is over.
using lapse_atom = caf::atom_constant<caf::atom("lapse")>;

using lease_keeper_actor = caf::typed_actor<
    /// Take the lease of a workspace for the sender; answers when it is held or cannot be had now.
    caf::replies_to<lease_request>::with<lease_reply>,
    /// The sender does not serve that workspace any more.
    caf::reacts_to<give_back_atom, lease_request>,
    /// Take and give back what waits.
    caf::reacts_to<gather_atom>,
    /// Extend the term.
    caf::reacts_to<renew_atom>>;

}

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::lease_request)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::lease_reply)
