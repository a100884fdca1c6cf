// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/command_envelope.hpp"
#include "actors/runtime/append_request.hpp"
#include "actors/runtime/archives.hpp"
#include "actors/runtime/leasing.hpp"
#include "actors/runtime/migrating.hpp"
#include "actors/runtime/readings.hpp"
#include "actors/runtime/sequencing.hpp"
#include "events/recorded_body.hpp"
#include "storage/hub_connection.hpp"
#include "storage/keyring.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/atom.hpp>
#include <caf/meta/type_name.hpp>
#include <caf/typed_actor.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// Every actor interface, a sentence a message. Messages between actors of one node are shared
/// pointers to values nobody changes any more; what may cross a network is codec bytes.
namespace muniment {

// --- commit hub: a thread with one connection; commits the parts of many workspaces together.

/// A part on loan: while the hub has it, nobody else looks at it; it comes back with the reply.
using part_ptr = std::shared_ptr<storage::journal_part>;

struct part_reply {
  part_ptr part;
  storage::part_result result;
  std::optional<storage::backend_id> lost_backend; ///< whose append may still be in flight
};

/// To itself: everything that was waiting has been read from the mailbox.
using commit_atom = caf::atom_constant<caf::atom("commit")>;

using hub_actor = caf::typed_actor<
    /// Append this part; answers when its fate is known, or known to be unknown.
    caf::replies_to<part_ptr>::with<part_reply>,
    /// Commit what waits.
    caf::reacts_to<commit_atom>>;

// --- lease keeper: a thread that keeps this node's term, in which it takes leases for those who
// serve a workspace.

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

// --- migrator: a thread that brings the schemas of workspaces up to this program's; a workspace
// keeps to one of several.

using migrator_actor = caf::typed_actor<
    /// Let a workspace take what its schema lacks; answers when it has it, or why it has not.
    caf::replies_to<migrate_ptr>::with<migrate_reply>>;

// --- archivist: a thread that reads journals and settles who may write them; a workspace keeps to
// one of several.

using archivist_actor = caf::typed_actor<
    /// Resolve an unknown outcome.
    caf::replies_to<settle_ptr>::with<settle_reply>,
    /// Look claims and idempotency keys up.
    caf::replies_to<lookup_ptr>::with<lookup_reply>,
    /// Find who holds a claim.
    caf::replies_to<holder_ptr>::with<holder_reply>,
    /// Take a journal over.
    caf::replies_to<wake_ptr>::with<wake_reply>,
    /// Read a stream.
    caf::replies_to<stream_ptr>::with<stream_reply>,
    /// Read wrapped keys.
    caf::replies_to<keys_ptr>::with<keys_reply>>;

// --- journal: the sole writer of one workspace.

enum class append_verdict : std::uint8_t {
  committed = 1, ///< durable; `position` is that of the last event
  known,         ///< the same command was answered before with `outcome`, at `position`
  refused,       ///< nothing was written, for the reason in `why`
  unknown,       ///< the writer was deposed before it could find out: repeat under the same key
};

struct append_reply {
  append_verdict verdict = append_verdict::refused;
  std::uint64_t position = 0;
  bytes outcome{};
  refusal_code why = refusal_code::unavailable;
};

/// To itself: try again what could not be settled or sent.
using retry_atom = caf::atom_constant<caf::atom("retry")>;

using journal_actor = caf::typed_actor<
    /// Write these events; answers when they are durable or certainly are not.
    caf::replies_to<append_ptr>::with<append_reply>,
    /// The pause after a failure, or for gathering, is over.
    caf::reacts_to<retry_atom>>;

// --- host: the aggregates of one workspace.

/// A packed `command_envelope`: the bytes that would cross a network.
struct command_message {
  bytes envelope;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, command_message& message) {
  return f(caf::meta::type_name("command_message"), message.envelope);
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, command_reply& reply) {
  return f(caf::meta::type_name("command_reply"), reply.verdict, reply.position, reply.why);
}

/// What may be read besides is in actors/runtime/readings.hpp.
using host_actor = caf::typed_actor<
    /// Decide this wish; answers when what follows from it is durable, or that it is refused.
    caf::replies_to<command_message>::with<command_reply>,
    /// Tell a state.
    caf::replies_to<state_request>::with<state_reply>,
    /// Lend a person's key.
    caf::replies_to<subject_key_request>::with<subject_key_reply>,
    /// Lend the key of where requests came from.
    caf::replies_to<access_key_request>::with<subject_key_reply>,
    /// Lend the keys under which people and clients are looked up.
    caf::replies_to<lookup_keys_request>::with<lookup_keys_reply>,
    /// Lend a signing key.
    caf::replies_to<signing_secret_request>::with<signing_secret_reply>>;

// --- clerk: a thread that does the database work of projectors, one piece at a time.

/// What is to be done (projections/runtime/clerk.hpp); what it finds it leaves with its owner, who
/// looks at it after the reply.
struct clerk_work;
using clerk_work_ptr = std::shared_ptr<clerk_work>;

enum class clerk_verdict : std::uint8_t {
  done = 1,
  unreachable, ///< the database could not be asked, or may not have committed; ask again
  refused,     ///< it said no, for `reason`; asking again changes nothing
};

struct clerk_reply {
  clerk_verdict verdict = clerk_verdict::unreachable;
  std::string reason;
};

using clerk_actor = caf::typed_actor<
    /// Do this.
    caf::replies_to<clerk_work_ptr>::with<clerk_reply>>;

// --- projector: folds the journal of one workspace into all its read models.

/// Until a read model reflects `position`, at most for `patience`.
struct wait_request {
  std::string projection;
  std::uint64_t position = 0;
  bool persisted = false; ///< in its table, for lists; else in memory is enough
  std::chrono::milliseconds patience{0};
};

enum class wait_verdict : std::uint8_t {
  reached = 1,
  late,        ///< not within the patience
  parked,      ///< stopped before that position; a repair is needed
  beyond_head, ///< no such event is recorded yet
  crowded,     ///< too many are waiting
  no_such_projection,
};

struct wait_reply {
  wait_verdict verdict = wait_verdict::late;
  std::uint64_t position = 0; ///< how far it got
};

enum class projection_phase : std::uint8_t {
  opening = 1, ///< reading its checkpoint
  folding,
  held,   ///< while a rebuilt table takes the place of its own
  parked, ///< stopped at an event it cannot fold, or at a gap
};

/// How one projection stands. Behind the head by `head - folded` events.
struct projection_status {
  std::string projection;
  projection_phase phase = projection_phase::opening;
  std::uint64_t folded = 0;
  std::uint64_t persisted = 0;
  std::uint64_t parked_at = 0; ///< the position it does not get past
  std::string reason;          ///< why it is parked
};

struct status_reply {
  std::uint64_t head = 0;
  bool full = false; ///< appends should wait
  std::vector<projection_status> projections;
};

struct hold_reply {
  bool held = false;
  std::uint64_t folded = 0;
};

using status_atom = caf::atom_constant<caf::atom("status")>;
using repair_atom = caf::atom_constant<caf::atom("repair")>;
using hold_atom = caf::atom_constant<caf::atom("hold")>;
using reload_atom = caf::atom_constant<caf::atom("reload")>;
using persist_atom = caf::atom_constant<caf::atom("persist")>;
using expire_atom = caf::atom_constant<caf::atom("expire")>;
using release_atom = caf::atom_constant<caf::atom("release")>;

using projector_actor = caf::typed_actor<
    /// These were committed. Repeats and gaps do no harm: what is missing is read from the journal.
    caf::reacts_to<bodies_ptr>,
    /// Answer when a read model reflects a position.
    caf::replies_to<wait_request>::with<wait_reply>,
    /// Say how every projection stands.
    caf::replies_to<status_atom>::with<status_reply>,
    /// Try again what this projection is parked at; false when there is no such projection.
    caf::replies_to<repair_atom, std::string>::with<bool>,
    /// Fold and write nothing more of this projection until `reload`, or for a bounded time.
    caf::replies_to<hold_atom, std::string>::with<hold_reply>,
    /// Forget what is in memory of this projection and fold on from its checkpoint.
    caf::replies_to<reload_atom, std::string>::with<bool>,
    /// To itself: write what has changed.
    caf::reacts_to<persist_atom>,
    /// To itself: the pause after a failure is over.
    caf::reacts_to<retry_atom>,
    /// To itself: the patience of a waiter (projection, position, number) is over.
    caf::reacts_to<expire_atom, std::uint64_t, std::uint64_t, std::uint64_t>,
    /// To itself: a hold (projection, number) was not ended in time.
    caf::reacts_to<release_atom, std::uint64_t, std::uint64_t>>;

// --- supervisor: one workspace, asleep or awake.

/// To itself: look whether anybody still wants this workspace awake.
using idle_atom = caf::atom_constant<caf::atom("idle")>;
/// To it, of its projector: whether appends should wait.
using pressure_atom = caf::atom_constant<caf::atom("pressure")>;
using sleep_atom = caf::atom_constant<caf::atom("sleep")>;
using attend_atom = caf::atom_constant<caf::atom("attend")>;

/// How a reader finds a workspace. What was read before `term` changed may be behind; from this
/// term on, read models at `position` or beyond reflect all that was acknowledged before it.
struct attend_reply {
  bool awake = false; ///< otherwise it recovers: ask again later
  std::uint64_t term = 0;
  std::uint64_t position = 0;
  projector_actor projector;
};

using supervisor_actor = caf::typed_actor<
    /// Hand this wish to the workspace, which is woken for it; `unavailable` while it recovers.
    caf::replies_to<command_message>::with<command_reply>,
    /// Hand these to its host likewise, but hold them back only while it wakes.
    caf::replies_to<state_request>::with<state_reply>,
    caf::replies_to<subject_key_request>::with<subject_key_reply>,
    caf::replies_to<access_key_request>::with<subject_key_reply>,
    caf::replies_to<lookup_keys_request>::with<lookup_keys_reply>,
    caf::replies_to<signing_secret_request>::with<signing_secret_reply>,
    /// Wake the workspace to be read.
    caf::replies_to<attend_atom>::with<attend_reply>,
    /// Hold wishes back in this term, or no longer: too many rows wait to be written.
    caf::reacts_to<pressure_atom, std::uint64_t, bool>,
    /// The term is over in which the workspace's lease was taken: let go of it at once.
    caf::reacts_to<lapse_atom>,
    /// The pause before waking again is over.
    caf::reacts_to<retry_atom>,
    /// Fall asleep when nothing was asked since the last time.
    caf::reacts_to<idle_atom>,
    /// Whoever woke it needs it no longer: fall asleep, unless somebody else does.
    caf::reacts_to<sleep_atom>>;

}

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::part_ptr)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::part_reply)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::append_ptr)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::append_reply)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::bodies_ptr)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::clerk_work_ptr)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::clerk_reply)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::wait_request)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::wait_reply)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::status_reply)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::hold_reply)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(muniment::attend_reply)
