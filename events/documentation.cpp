// SPDX-License-Identifier: Apache-2.0
#include "events/documentation.hpp"

#include "events/catalogue.hpp"
#include "events/codec/shape.hpp"
#include "events/sentences.hpp"

namespace muniment::documentation {

namespace {

constexpr std::string_view opening = R"(# Events

Made from the catalogue of events and the descriptions in `events/`; a test keeps the two equal.

`muniment events show` prints the journal of a workspace, one JSON object a line: the members of the
[envelope](#the-envelope), and `payload` with the members that its type has below. An event is never
changed. One that was written in an older version of its type is shown in the newest. One that this
version of Muniment cannot read is shown as its `position` and its octets, `unreadable`.

A *sealed* member is personal. It is encrypted under the key of the person it is about and shows only its
box, which is the same wherever the event is kept. When that person is erased the key is destroyed, and
nobody opens the box again. A *plain* member is read by whoever may read the journal. Ids are random; they
stay, and name nobody once the person is erased.

A moment is RFC 3339 in UTC with six decimals. Octets are base64url without padding. A digest is one of a
random secret, or made under a key: what it is of cannot be guessed from it.
)";

constexpr std::string_view kinds = R"(
## Categories

The categories are kept in two tables. What is in `facts` is kept for good. What is in `traffic` belongs to
streams that end, each with the last event named here, and may be dropped some time after; the proofs of
the journal stay whole. This version drops none.

| category | table | last event | a stream |
|---|---|---|---|
)";

std::string code(std::string_view text) { return "`" + std::string{text} + "`"; }

std::string row_of(const catalogue::category_entry& category) {
  return "| [" + std::string{category.name} + "](#" + std::string{category.name} + ") | " +
         boost::describe::enum_to_string(category.table, "") + " | " +
         (category.terminal.empty() ? std::string{} : code(category.terminal)) + " | " +
         std::string{meaning_of(category_sentences(), category.name)} + " |\n";
}

template <class Meaning>
std::string table_of(const std::vector<json_member>& members, Meaning meaning) {
  std::string text = "\n| member | JSON | kept | meaning |\n|---|---|---|---|\n";
  for (const auto& each : members)
    text += "| " + code(each.path) + " | " + each.shape + " | " +
            (each.sealed ? "sealed" : "plain") + " | " + std::string{meaning(each.path)} + " |\n";
  return text;
}

std::string row_of(const json_version& version) {
  auto text = "- Version " + std::to_string(version.version) + " had no ";
  for (const auto& [name, shown] : version.added)
    text += (&name == &version.added.front().first ? "" : ", no ") + code(name) +
            ", which is shown as " + code(shown);
  return text + ".\n";
}

template <class E>
std::string text_of() {
  auto text = "\n### " + std::string{E::type} + "\n\n" +
              std::string{meaning_of(type_sentences(), E::type)} + " Version " +
              std::to_string(E::version) + ".\n";
  const auto members = json_members<E>();
  if (members.empty())
    text += "\nIts payload is empty.\n";
  else
    text += table_of(members, [](const auto& path) { return meaning_of_member(E::type, path); });
  const auto versions = json_versions<E>();
  if (versions.size() > 1) text += "\n";
  for (std::size_t older = 1; older < versions.size(); ++older)
    text += row_of(versions[older]);
  return text;
}

std::string text_of(const catalogue::category_entry& category) {
  auto text = "\n## " + std::string{category.name} + "\n\n" +
              std::string{meaning_of(category_sentences(), category.name)} + "\n";
  boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, catalogue::all>>(
      [&]<class E>(std::type_identity<E>) {
        if (catalogue::find_type(E::type)->category == category.name) text += text_of<E>();
      });
  return text;
}

std::string envelope_text() {
  return "\n## The envelope\n\nThe same around every event.\n" +
         table_of(json_members<envelope>(),
                  [](const auto& path) { return meaning_of(envelope_sentences(), path); });
}

}

std::string events_page() {
  std::string page{opening};
  page += envelope_text() + std::string{kinds};
  for (const auto& each : catalogue::categories())
    page += row_of(each);
  for (const auto& each : catalogue::categories())
    page += text_of(each);
  return page;
}

}
