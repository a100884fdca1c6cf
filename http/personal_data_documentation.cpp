// SPDX-License-Identifier: Apache-2.0
#include "http/personal_data_documentation.hpp"

#include "events/catalogue.hpp"
#include "events/codec/shape.hpp"
#include "events/sentences.hpp"
#include "http/personal_data.hpp"

#include <algorithm>
#include <array>

namespace muniment::personal_data {
namespace {

using documentation::meaning_of;

constexpr std::string_view opening = R"(# Personal data

Made from the descriptions of events, aggregates and read models, and from the sentences about them. A test
keeps this page equal to them; others fail when a personal member, or a digest, has no sentence here.

It says what a workspace keeps about its people, where that lies, under which key, for how long, and what an
erasure leaves of it. Every other member of every event is in [events.md](events.md). It does not say what
the applications keep that people sign in to, nor what a law asks for.

## How it is kept

- **Sealed.** Whatever is personal is encrypted (AES-256-GCM) before it is written anywhere. Journal, read
  models, backups and exports hold the same box; it is opened in memory, to decide or to answer a request.
- **The subject key** is made with the person and is theirs alone. Everything sealed that stands in the payload
  of an event is sealed under it.
- **The day key** is made for each day (UTC) of a workspace. It seals where requests came from.
- **Facts** are kept for good. **Traffic** may be dropped some time after its stream has ended; this version
  drops none, and destroys no day key.
- **An erasure** (`muniment user erase`, `POST /admin/users/{id}/erase`) destroys the subject key. From then on
  nobody opens a box of that person in the running system; within 24 hours, when the keys above it have been
  replaced, nobody does in a backup, a standby or the database's own log either, as long as no copy of an old
  key store is left. No event changes, so every proof over the journal stays whole.
- **What is in the clear** is about a random id. Once the person is erased the id leads to nobody here; an
  application that keeps it, as the `sub` of its tokens, may still know whose it was.

## Where a request came from

The envelope of an event has `access` where a request caused it. It is sealed as a whole.

| member | what it is |
|---|---|
)";

constexpr std::string_view about_rows = R"(
## In the read models

Read models are tables that are computed from the journal. Of what is sealed they carry the same boxes.

| read model | sealed member | when the person is erased |
|---|---|---|
)";

constexpr std::string_view about_claims = R"(
## Digests

Names are looked up, and kept unique, without being readable: by an HMAC-SHA-256 under the look-up key of the
workspace, which never leaves it and is never replaced. To test a guess against such a digest one needs that key.

The table `claims` holds these, made from personal members:

| claim | made from | when the person is erased |
|---|---|---|
)";

constexpr std::string_view about_digests = R"(
All digests under the look-up key:

| purpose | of what | where it is kept | after an erasure |
|---|---|---|---|
)";

constexpr std::string_view closing = R"(
## Beside the journal

- The access log has method, host, path and the names of query parameters. It has no address, no user agent, no
  value of a query and no body; the paths of the admin API name people by their random ids.
- Wrong passwords are counted per address, and per address and name, in memory only, by digests under a key
  that is made when the server starts and is written nowhere.
)";

constexpr auto digests = std::to_array<keyed_digest>({
    {"user_name",
     "The user name in one spelling, as it is entered or typed at a login. Of a name that nobody "
     "has, nothing is written.",
     "`claims`; sealed in the event that registered the person.",
     "The claim is deleted, the box in the event stays shut."},
    {"email", "The e-mail address in one spelling.",
     "`claims`; sealed in the event that registered the person.",
     "The claim is deleted, the box in the event stays shut."},
    {"refusal",
     "The id of a user, or the address of a client (of IPv6 its /64), with the day. Never what was "
     "typed as a name.",
     "In part, as the id of the stream of `refusal` events, which are traffic.",
     "It stays: who has the look-up key can test whether a certain id or address is meant."},
    {"refresh_token", "A refresh token that is exchanged, with the request. It names nobody.",
     "It is the next refresh token; the events have SHA-256 of that.", "Nothing to do."},
    {"refresh_token_mark",
     "The id of a grant, with the secret of a refresh token. It names nobody.",
     "Half of it ends the refresh token; the events have SHA-256 of that.", "Nothing to do."},
});

std::string code(std::string_view text) { return "`" + std::string{text} + "`"; }

/// `a`, `b` and `c`.
template <class Names>
std::string listed(const Names& names) {
  std::string text;
  for (std::size_t at = 0; at < names.size(); ++at)
    text += (at == 0 ? "" : at + 1 < names.size() ? ", " : " and ") + code(names[at]);
  return text;
}

const char* claim_name(claim_kind kind) { return boost::describe::enum_to_string(kind, ""); }

std::string access_members() {
  std::string text;
  for (const auto& each : json_members<access_metadata>())
    text += "| " + code("access." + each.path) + " | " +
            std::string{meaning_of(documentation::sealed_sentences(), "access." + each.path)} +
            " |\n";
  return text;
}

std::vector<std::string_view> categories_about(bool somebody,
                                               const std::vector<event_contents>& events) {
  std::vector<std::string_view> names;
  for (const auto& each : events)
    if (each.about_somebody == somebody && std::ranges::count(names, each.category) == 0)
      names.push_back(each.category);
  return names;
}

std::string access_keys(const std::vector<event_contents>& events) {
  return "\n- Events of " + listed(categories_about(true, events)) +
         " are about a person. There the key is derived from both the day key and the subject key: "
         "whichever of them is destroyed, the box stays shut.\n- Events of " +
         listed(categories_about(false, events)) +
         " are about no person. There it is the day key alone, and the erasure of whoever sent "
         "the request does not reach it.\n";
}

std::string row_of(const sealed_member& member) {
  auto text = "| " + code(member.type) + " | " + code(member.name) + " | " +
              std::string{documentation::meaning_of_member(member.type, member.name)} + " | ";
  text += member.read_models.empty() ? "none" : listed(member.read_models);
  return text + " |\n";
}

std::string sealed_of(const std::vector<const event_contents*>& events) {
  std::string rows;
  for (const auto* each : events)
    for (const auto& member : each->sealed)
      rows += row_of(member);
  if (rows.empty()) return "\nNothing in its events is sealed but where the request came from.\n";
  return "\nSealed under the subject key; an erasure makes it unreadable for good:\n\n"
         "| event | member | what it is | in rows of |\n|---|---|---|---|\n" +
         rows;
}

std::string plain_of(const std::vector<const event_contents*>& events) {
  std::string rows;
  for (const auto* each : events)
    if (!each->plain.empty())
      rows += "| " + code(each->type) + " | " + listed(each->plain) + " |\n";
  if (rows.empty()) return {};
  return "\nIn the clear; an erasure leaves it:\n\n| event | members |\n|---|---|\n" + rows;
}

const char* how_long(const catalogue::category_entry& category) {
  return category.table == catalogue::table::facts ? "Facts: kept for good."
                                                   : "Traffic: may be dropped after its end.";
}

std::string text_of(const catalogue::category_entry& category,
                    const std::vector<event_contents>& all) {
  std::vector<const event_contents*> events;
  for (const auto& each : all)
    if (each.category == category.name && each.about_somebody) events.push_back(&each);
  if (events.empty()) return {};
  return "\n## " + std::string{category.name} + "\n\n" +
         std::string{meaning_of(documentation::category_sentences(), category.name)} + " " +
         how_long(category) + "\n" + sealed_of(events) + plain_of(events);
}

std::string rows_text() {
  std::string text{about_rows};
  for (const auto& each : sealed_columns())
    text += "| " + code(each.read_model) + " | " + code(each.name) + " | " +
            (each.emptied ? "The row loses it." : "The box stays, and stays shut.") + " |\n";
  return text;
}

std::string claims_text(const std::vector<event_contents>& events) {
  std::string text{about_claims};
  const auto given_up = claims_given_up();
  for (const auto& event : events)
    for (const auto& member : event.sealed)
      if (member.claim)
        text += "| " + code(claim_name(*member.claim)) + " | " + code(member.name) + " of " +
                code(event.type) + " | " +
                (std::ranges::count(given_up, *member.claim) > 0 ? "It is deleted." : "It stays.") +
                " |\n";
  return text;
}

std::string digests_text() {
  std::string text{about_digests};
  for (const auto& each : digests)
    text += "| " + code(each.purpose) + " | " + std::string{each.of} + " | " +
            std::string{each.kept} + " | " + std::string{each.after_erasure} + " |\n";
  return text;
}

}

std::span<const keyed_digest> keyed_digests() { return digests; }

std::string page() {
  const auto events = contents_of_events();
  auto text = std::string{opening} + access_members() + access_keys(events);
  for (const auto& each : catalogue::categories())
    text += text_of(each, events);
  return text + rows_text() + claims_text(events) + digests_text() + std::string{closing};
}

}
