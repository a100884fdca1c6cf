// SPDX-License-Identifier: Apache-2.0
#include "tests/house/rules.hpp"
#include "tests/house/text.hpp"

#include <map>
#include <regex>
#include <set>

namespace muniment::house {
namespace {

constexpr auto catalogue_file = "events/catalogue.cpp", commands_file = "actors/commands.hpp";

/// Every first group that `pattern` finds in the lines of `text`.
std::set<std::string> found_in(const std::string& text, const std::regex& pattern) {
  std::set<std::string> found;
  for (const auto& line : lines_of(text))
    for (std::sregex_iterator each(line.begin(), line.end(), pattern), end; each != end; ++each)
      found.insert((*each)[1]);
  return found;
}

/// A noun's own header: what lies deeper is of older versions, or of the codec.
bool is_of_a_noun(const std::string& path) {
  return path.starts_with("events/") && path.ends_with(".hpp") && path.find('/') == path.rfind('/');
}

/// "session.started" as the catalogue writes it: session::started.
std::string in_code(const std::string& type) {
  return std::regex_replace(type, std::regex(R"(\.)"), "::");
}

/// The types that headers of nouns declare, as the catalogue writes them, with their files.
std::map<std::string, std::string> declared_types(const sources& files) {
  static const std::regex type(R"re(^\s*static constexpr .*\btype = "(\w+\.\w+)")re");
  std::map<std::string, std::string> declared;
  for (const auto& file : files)
    if (is_of_a_noun(file.path))
      for (const auto& each : found_in(file.text, type))
        declared.emplace(in_code(each), file.path);
  return declared;
}

}

violations catalogued(const sources& files) {
  static const std::regex entry(R"(^\s*entry<(\w+::\w+)(?:<stored>)?>\()");
  static const std::regex category(R"(^\s*category_entry\{\d+, (\w+)::category,)");
  static const std::regex noun(R"(\b(\w+)::noun\b)");
  const auto catalogue = text_of(files, catalogue_file);
  const auto entries = found_in(catalogue, entry), categories = found_in(catalogue, category);
  const auto nouns = found_in(text_of(files, commands_file), noun);
  const auto declared = declared_types(files);
  violations found;
  for (const auto& [type, path] : declared)
    if (!entries.contains(type)) found.push_back({path, type + " is not in " + catalogue_file});
  for (const auto& each : entries) {
    if (!declared.contains(each))
      found.push_back({catalogue_file, each + " is not what a header of a noun calls its type"});
    if (!categories.contains(each.substr(0, each.find(':'))))
      found.push_back({catalogue_file, each + " has no category"});
  }
  for (const auto& each : nouns)
    if (!categories.contains(each))
      found.push_back({commands_file, each + " has no category in " + catalogue_file});
  for (const auto& each : categories)
    if (!nouns.contains(each))
      found.push_back({catalogue_file, each + " is no noun of " + commands_file});
  return found;
}

}
