// SPDX-License-Identifier: Apache-2.0
#include "tests/house/rules.hpp"

#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

namespace muniment::house {
namespace {

namespace fs = std::filesystem;

std::string contents_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

bool is_data(const fs::path& folder) {
  static const std::set<std::string> data{"golden", "vectors", "node_modules"};
  return data.contains(folder.filename().string());
}

void read_folder(const fs::path& root, const fs::path& folder, sources& files) {
  for (auto entry = fs::recursive_directory_iterator(folder);
       entry != fs::recursive_directory_iterator(); ++entry) {
    if (entry->is_directory() && is_data(entry->path())) entry.disable_recursion_pending();
    if (entry->is_regular_file())
      files.push_back(
          {entry->path().lexically_relative(root).generic_string(), contents_of(entry->path())});
  }
}

}

sources read_sources(const fs::path& root) {
  sources files;
  for (const auto* room :
       {"crypto", "events", "actors", "projections", "storage", "http", "ops", "tests"})
    read_folder(root, root / room, files);
  return files;
}

std::vector<exception> read_exceptions(const fs::path& file) {
  std::vector<exception> exceptions;
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream words(line);
    exception each;
    words >> each.rule >> each.path >> std::ws;
    std::getline(words, each.reason);
    exceptions.push_back(each);
  }
  return exceptions;
}

}
