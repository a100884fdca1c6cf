// SPDX-License-Identifier: Apache-2.0
#include "http/personal_data_documentation.hpp"

#include "events/sentences.hpp"
#include "http/personal_data.hpp"
#include "tests/support/kept_page.hpp"

#include <gtest/gtest.h>

#include <regex>
#include <set>

namespace muniment::personal_data {
namespace {

using names = std::set<std::string>;

TEST(personal_data_documentation, is_the_page_in_docs) {
  test::expect_page_in_docs("personal-data.md", page());
}

TEST(personal_data_documentation, says_of_every_sealed_member_what_it_is) {
  for (const auto& event : contents_of_events())
    for (const auto& each : event.sealed)
      EXPECT_NE(documentation::meaning_of_member(each.type, each.name), "")
          << each.type << "/" << each.name;
}

/// Adds the purposes for which a source asks for a digest; false when it asks in a way that is not
/// understood here.
bool add_purposes(const std::string& text, names& to) {
  static const std::regex asked(R"re(\blookup_digest\()re");
  static const std::regex told(
      R"re((?:lookup_digest\("|std::string purpose = ")([a-z_]+)"(?:;\s+(?:const auto \w+ = )?)re"
      R"re(co_await [a-z.]+lookup_digest\(|,))re");
  const auto begin = std::sregex_iterator{text.begin(), text.end(), asked};
  const auto calls = std::distance(begin, std::sregex_iterator{});
  std::ptrdiff_t understood = 0;
  for (std::sregex_iterator at{text.begin(), text.end(), told}, end; at != end; ++at, ++understood)
    to.insert((*at)[1]);
  return calls == understood;
}

TEST(personal_data_documentation, is_told_of_every_digest) {
  names asked;
  for (const auto* room : {"http/oidc", "http/admin", "http/account", "http/control"})
    for (const auto& each : std::filesystem::directory_iterator{test::in_source(room)}) {
      if (each.path().extension() != ".cpp") continue;
      const std::string text{as_text(*test::read_file(each.path()))};
      if (text.find("lookup_digest(") == std::string::npos) continue;
      EXPECT_TRUE(add_purposes(text, asked)) << each.path();
    }
  names told;
  for (const auto& each : keyed_digests())
    told.emplace(each.purpose);
  EXPECT_EQ(asked, told);
}

TEST(personal_data_documentation, sees_what_digests_are_asked_for) {
  names found;
  EXPECT_TRUE(
      add_purposes("co_await at.lookup_digest(\"one\", text);\n"
                   "  std::string purpose = \"two\";\n"
                   "  const auto x = co_await at.door.lookup_digest(std::move(purpose), y);",
                   found));
  EXPECT_EQ(found, (names{"one", "two"}));
  EXPECT_FALSE(add_purposes("co_await at.lookup_digest(name, text);", found));
}

}
}
