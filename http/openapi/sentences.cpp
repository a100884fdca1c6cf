// SPDX-License-Identifier: Apache-2.0
#include "http/openapi/sentences.hpp"

#include <array>
#include <string>

namespace muniment::openapi {
namespace {

using documentation::sentence;

constexpr auto members = std::to_array<sentence>({
    {"path.id", "Its id. That of a person in either way in which ids of people are written."},
    {"path.project", "The project, by its name or its id."},
    {"path.client_id", "The client, by its `client_id`."},
    {"path.key_id", "The key, by its `kid`."},
    {"path.name", "The read model, by its name."},
    {"path.slug", "The workspace, by its route name."},
    {"query.limit", "So many at most."},
    {"query.after", "Goes on behind this one: the `next` of the page before."},
    {"query.as_of", "Asks for the past: a moment in UTC (`2026-03-03T14:03:00Z`), or a position of "
                    "the journal (`position:1234`)."},
    {"query.id", "Only this person."},
    {"query.user_name", "Only who signs in by this name, in any spelling."},
    {"query.email", "Only who has this address, in any spelling."},
    {"query.user", "Only what is this person's, by their id."},
    {"query.project", "Only of this project, by its name or its id."},
    {"query.client_id", "Only of this client."},
    {"query.standing", "`true`: only sessions that neither ended nor expired. One that was not "
                       "used for an hour, which its browser's cookie alone tells, is among them."},
    {"query.from", "Recorded at this moment or later."},
    {"query.to", "Recorded before this moment."},
    {"query.actor", "Only what this party did, by its id."},
    {"query.subject", "Only what is about this person, by their id."},
    {"query.type", "Only events of this type, such as `user.erased`, or category, such as `user`."},
    {"query.wait", "While there is nothing behind `after`: seconds to wait for it."},
    {"items", "In the order of their ids, or of their positions."},
    {"next", "Where the next page begins, for `after`; missing on the last page."},
    {"as_of", "Where the answer stands; only where the past was asked for."},
    {"past_place.position", "The last event that the answer reflects."},
    {"past_place.recorded_at", "When that event was recorded."},
    {"past_place.moment", "For when the answer tells what goes by time."},
    {"id", "Its id."},
    {"user.id", "The id of the person; `sub` in tokens."},
    {"erasure.id", "The id of the person."},
    {"ended_sessions.id", "The id of the person."},
    {"audit_actor.id", "Which one; null where the kind says everything."},
    {"audit_stream.id", "Which one."},
    {"workspace.display_name", "What the workspace is called on pages."},
    {"body.workspace.algorithm",
     "With which its first key signs; the deployment's usual one if missing."},
    {"key_generation", "How often the workspace key was made, from 1."},
    {"created_at", "When it was made."},
    {"body.workspace.display_name", "What the workspace is called on pages; the slug if missing."},
    {"workspace.position", "The last event of the journal."},
    {"journal", "The id of the journal."},
    {"status", "How it stands."},
    {"registered_at", "When it was registered; missing in the reply to the registration."},
    {"password", "The password; made here, and told once, if none is sent."},
    {"one_time", "The password has to be changed at the next login."},
    {"body.user.one_time",
     "The password has to be changed at the next login; false if missing, and "
     "true where the password is made here."},
    {"sessions_ended", "So many sessions were ended."},
    {"grants_ended", "So many grants were ended."},
    {"complete", "Nothing is left to end; if false, ask again."},
    {"position", "The place in the journal."},
    {"copies_unreadable_by", "When no backup, standby or log of the database yields the person."},
    {"granted_role.project", "The name of the project."},
    {"body.named_role.project", "The project, by its name or its id."},
    {"body.client.project", "The project, by its name or its id."},
    {"user", "The id of the person."},
    {"user_name", "What the person types to sign in; null once they are erased."},
    {"body.user.user_name", "What the person types to sign in."},
    {"granted_at", "When the role was given, the last time."},
    {"revoked_at", "When it was taken back; null while it holds."},
    {"client_id", "The client's name in the protocol; null where there is none."},
    {"client.client_id", "The client's name in the protocol, unique in the workspace."},
    {"body.client.client_id", "The client's name in the protocol; a random one if missing."},
    {"client.scopes", "What the client may ask for."},
    {"body.client.scopes", "What the client may ask for; with `offline_access` it may refresh. If "
                           "missing or empty: `openid profile email`; of a service none."},
    {"body.client_change.scopes", "What the client may ask for; with `offline_access` it may "
                                  "refresh, unless `grant_types` say otherwise."},
    {"body.role_name.role", "The name of the role."},
    {"started_at", "When the user proved who they are."},
    {"ended_at", "When it ended; null while it has not."},
    {"ended_for", "Why it ended; null while it has not."},
    {"given_at", "When it was given, the last time."},
    {"withdrawn_at", "When it was withdrawn; null while it holds."},
    {"project.name", "Unique in the workspace."},
    {"body.project.name", "Unique in the workspace."},
    {"roles", "The names of the roles that the project knows."},
    {"client.type", "What runs: a server (`web`, `service`), a page in a browser (`spa`), a "
                    "program of the user's (`native`)."},
    {"body.client.type", "What runs: a server (`web`, `service`), a page in a browser (`spa`), a "
                         "program of the user's (`native`)."},
    {"key_id", "The key's `kid`, unique in the workspace."},
    {"signing_key.revoked_at", "When it was revoked; null while it is not."},
    {"algorithm", "Of its signatures: a JWS name, such as `ES256`."},
    {"deleted_at", "When it was deleted; null while it is not."},
    {"client_secret", "The secret, which is told once; missing for a client that has none."},
    {"generated_at", "When the key was made."},
    {"activated_at", "From when on it signed."},
    {"superseded_at", "From when on another signs."},
    {"retired_at", "From when on it is no longer published."},
    {"workspace_key", "The key under which the keys of people lie."},
    {"signing_keys", "The keys that sign tokens."},
    {"now", "At once, before everybody can know the next key."},
    {"rotated", "The keys that sign next."},
    {"effective_at", "From when on it signs."},
    {"signs_now", "The `kid` of the key that signs in its place; missing where none does."},
    {"kind", "What kind of party."},
    {"acting_party.authentication", "How it proved who it is, such as `client_secret`."},
    {"on_behalf_of", "For whom it acted, if for another."},
    {"operation.kind", "What is done: `rebuild`, `verify` or `roll`."},
    {"audit_entry.type", "What happened: the type of the event."},
    {"stream", "What the event is about."},
    {"address", "The address of the client that asked; null where nobody can tell any more."},
    {"agent", "What the client called itself; null where nobody can tell any more."},
    {"seen_until", "Where to go on asking for what is new, for `after`."},
    {"payload", "The members of its type, as docs/events.md has them."},
    {"unreadable", "The octets of an event that this version cannot read."},
    {"projection.name", "The name of the read model."},
    {"phase", "What it is doing."},
    {"folded", "The last event that it reflects."},
    {"persisted", "The last event that its table reflects."},
    {"parked_at", "The event that it does not get past; only where it is parked."},
    {"projection.reason", "Why it is parked; only where it is."},
    {"head", "The last event of the journal."},
    {"rows", "So many rows there are."},
    {"checksum", "SHA-256 of the rows, in hex."},
    {"took_ms", "How long it took, in milliseconds."},
    {"equal", "Whether all is as the journal says."},
    {"difference", "The first difference; missing where there is none."},
    {"claims", "So many claims are kept."},
    {"tiles", "So many tiles of the Merkle tree are complete."},
    {"differing", "So many differences were found."},
    {"differences", "The first differences, a sentence each."},
    {"era", "The number of the era key that lives now."},
    {"workspaces", "So many workspaces have new keys."},
    {"operation.subject", "The read model, or `journal`; missing where it is all of them."},
    {"stage", "What it is doing; missing before it begins."},
    {"done", "So much is done."},
    {"total", "So much there is to do, as far as that is known."},
    {"per_second", "So much is done in a second."},
    {"unit", "Of what is done."},
    {"result", "What came of it; only when it is done."},
    {"error", "Why it failed; only where it did."},
    {"access_token", "For the admin API of the workspace; good for five minutes."},
    {"issued_token_type", "That of an access token."},
    {"token_type", "`Bearer`."},
    {"expires_in", "For so many seconds."},
    {"scope", "What it is good for."},
    {"exchanged_token.issuer", "The issuer of the workspace."},
});

}

std::span<const sentence> member_sentences() { return members; }

std::string_view meaning_of_member(std::string_view shape, std::string_view member) {
  using documentation::meaning_of;
  for (const auto& name : {std::string{shape}.append(".").append(member), std::string{member}})
    if (const auto says = meaning_of(members, name); !says.empty()) return says;
  const auto says = meaning_of(documentation::member_sentences(), member);
  return says.empty() ? meaning_of(documentation::envelope_sentences(), member) : says;
}

}
