// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

/// What the names of the journal mean, in English, for docs/events.md. The structs say it to who
/// reads the code; this says it to who reads `muniment events show`.
namespace muniment::documentation {

/// One name and what it means.
struct sentence {
  std::string_view name;
  std::string_view says;
};

/// One for each category: what a stream of it is.
std::span<const sentence> category_sentences();

/// One for each type of event: what happened.
std::span<const sentence> type_sentences();

/// One for each member of the envelope, by its path from the top (`actor.kind`).
std::span<const sentence> envelope_sentences();

/// For each member of a struct that is sealed as a whole: `access.address`. docs/personal-data.md
/// shows them; JSON shows the box.
std::span<const sentence> sealed_sentences();

/// For each member of a payload: `<type>/<path>`, or `<path>` alone where most events that have it
/// mean the same.
std::span<const sentence> member_sentences();

/// What `name` means; empty where there is no sentence.
std::string_view meaning_of(std::span<const sentence> all, std::string_view name);

/// What the member of a payload means: its own sentence, else that of its path.
std::string_view meaning_of_member(std::string_view type, std::string_view path);

}
