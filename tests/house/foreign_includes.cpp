// SPDX-License-Identifier: Apache-2.0
#include "tests/house/rules.hpp"
#include "tests/house/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <regex>
#include <set>
#include <string_view>
#include <utility>

namespace muniment::house {
namespace {

/// How an include of each library begins, and what a README calls that library.
constexpr std::array<std::pair<std::string_view, std::string_view>, 15> libraries{{
    {"argon2.h", "argon2"},
    {"caf/", "CAF"},
    {"CLI/", "CLI11"},
    {"crypt.h", "crypt"},
    {"curl/", "libcurl"},
    {"kainjow/", "mustache"},
    {"libpq-fe.h", "libpq"},
    {"msgpack", "msgpack"},
    {"openssl/", "OpenSSL"},
    {"pqxx/", "libpqxx"},
    {"prometheus/", "prometheus-cpp"},
    {"spdlog/", "spdlog"},
    {"toml++/", "toml++"},
    {"utf8proc.h", "utf8proc"},
    {"zxcvbn.h", "zxcvbn"},
}};

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char each) { return std::tolower(each); });
  return text;
}

/// The standard library's headers, which have neither folder nor ending, and the system's.
bool comes_with_the_system(const std::string& include) {
  static const std::regex system(R"(^\w+$|^((arpa|linux|netinet|sys)/\w+)"
                                 R"(|fcntl|grp|ifaddrs|netdb|poll|pthread|pwd|spawn|unistd)\.h$)");
  return std::regex_match(include, system);
}

/// What a README calls the library; nothing for what it need not name. What is in no list goes by
/// its own path, so that a new library is found.
std::string library_of(const std::string& include) {
  static const std::regex boost(R"(^boost/(\w+).*)");
  std::smatch part;
  if (std::regex_match(include, part, boost)) return "Boost." + part[1].str();
  for (const auto& [prefix, name] : libraries)
    if (include.starts_with(prefix)) return std::string{name};
  return comes_with_the_system(include) ? std::string{} : include;
}

bool is_a_room(const std::string& name) { return std::ranges::find(rooms, name) != rooms.end(); }

/// The words of what a README allows, in lower case.
std::set<std::string> allowed_by(const std::string& readme) {
  static const std::regex word(R"([^\s,;:()`]+)");
  const auto text = lower(readme.substr(std::min(readme.find("May include:"), readme.size())));
  std::set<std::string> words;
  for (std::sregex_iterator each(text.begin(), text.end(), word), end; each != end; ++each) {
    auto found = each->str();
    if (found.back() == '.') found.pop_back();
    words.insert(std::move(found));
  }
  return words;
}

}

violations foreign_includes(const sources& files) {
  violations found;
  for (const auto room : rooms) {
    const auto readme = std::string{room} + "/README.md";
    const auto allowed = allowed_by(text_of(files, readme));
    std::set<std::string> missing;
    for (const auto& file : files) {
      if (!is_code(file.path) || room_of(file.path) != room) continue;
      for (const auto& include : includes_of(file)) {
        const auto library = is_a_room(room_of(include)) ? std::string{} : library_of(include);
        if (!library.empty() && !allowed.contains(lower(library)) && missing.insert(library).second)
          found.push_back({readme, "allows no " + library + " for " + file.path});
      }
    }
  }
  return found;
}

}
