// SPDX-License-Identifier: Apache-2.0
#include "http/errors_documentation.hpp"

#include "http/oidc/oauth_errors.hpp"
#include "tests/support/kept_page.hpp"

#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>

namespace muniment::http {
namespace {

using names = std::set<std::string>;

/// The text of each source of the room.
std::map<std::string, std::string> sources() {
  std::map<std::string, std::string> all;
  const auto room = test::in_source("http");
  for (const auto& each : std::filesystem::recursive_directory_iterator{room})
    if (each.path().extension() == ".cpp" || each.path().extension() == ".hpp")
      all.emplace(std::filesystem::relative(each.path(), room),
                  std::string{as_text(*test::read_file(each.path()))});
  return all;
}

names found_in(const std::string& text, const std::regex& pattern) {
  names found;
  for (std::sregex_iterator at{text.begin(), text.end(), pattern}, end; at != end; ++at)
    found.insert((*at)[1]);
  return found;
}

/// Codes of problems that are made where they are told: a status and a name.
names loose_problems(const std::string& text) {
  static const std::regex made(R"re(\{\s*\d{3},\s*"([a-z_]+)",)re");
  return found_in(text, made);
}

/// Errors of OAuth: what stands first in braces and is called as the protocols call errors.
names told_oauth_errors(const std::string& text) {
  static const std::regex told(
      R"re(\{\{?"((?:invalid|unsupported|unauthorized|insufficient|server|temporarily)_[a-z_]+)re"
      R"re(|access_denied|[a-z_]+_(?:required|not_supported))",)re");
  return found_in(text, told);
}

TEST(errors_documentation, is_the_page_in_docs) {
  test::expect_page_in_docs("errors.md", errors_page());
}

TEST(errors_documentation, is_told_of_every_problem) {
  const names registers{"server/problems.hpp", "server/host.cpp"};
  for (const auto& [path, text] : sources()) {
    if (registers.contains(path)) continue;
    for (const auto& code : loose_problems(text))
      ADD_FAILURE() << path << " makes " << code << "; it belongs into http/server/problems.hpp";
  }
}

TEST(errors_documentation, is_told_of_every_oauth_error) {
  names told{"temporarily_unavailable"}; // by its status, in http/server/router.cpp
  for (const auto& [path, text] : sources())
    if (path != "oidc/oauth_errors.cpp") told.merge(told_oauth_errors(text));
  names known;
  for (const auto& each : oidc::oauth_errors())
    known.emplace(each.error);
  EXPECT_EQ(told, known);
}

TEST(errors_documentation, sees_what_is_made_where_it_is_told) {
  EXPECT_EQ(loose_problems("throw problem_found{\n  {409, \"odd\", \"It is odd.\", \"\"}};"),
            names{"odd"});
  EXPECT_EQ(told_oauth_errors("return oauth_reply(400, {\"invalid_thing\", \"It is odd.\"});"),
            names{"invalid_thing"});
  EXPECT_EQ(told_oauth_errors("return oauth_error{\"mood_required\", \"It is odd.\"};"),
            names{"mood_required"});
}

}
}
