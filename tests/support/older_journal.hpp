// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/bytes.hpp"
#include "tests/support/files.hpp"

#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace muniment::test {

/// A journal as an older binary wrote it, byte for byte, and what that binary made of it:
/// tests/golden/journals/<name>.{bin,payloads.jsonl,sums.txt}.
struct older_journal {
  std::vector<bytes> bodies;         ///< each behind its length (32 bits, big-endian) in the file
  std::vector<std::string> payloads; ///< of each body, as JSON
  std::map<std::string, std::string> sums; ///< SHA-256 of `state <category>` and `model <name>`
};

inline std::filesystem::path older_journal_file(const std::string& name) {
  return in_source("tests/golden/journals") / name;
}

inline std::vector<std::string> lines_of(const std::filesystem::path& path) {
  std::vector<std::string> lines;
  std::ifstream file{path};
  for (std::string line; std::getline(file, line);)
    lines.push_back(line);
  return lines;
}

inline std::vector<bytes> unframed(bytes_view from) {
  constexpr std::size_t header = 4;
  std::vector<bytes> bodies;
  while (!from.empty()) {
    if (from.size() < header) throw std::runtime_error{"a journal file is cut off"};
    std::size_t length = 0;
    for (std::size_t at = 0; at < header; ++at)
      length = length << 8 | from[at];
    from = from.subspan(header);
    if (from.size() < length) throw std::runtime_error{"a journal file is cut off"};
    bodies.emplace_back(from.begin(), from.begin() + static_cast<std::ptrdiff_t>(length));
    from = from.subspan(length);
  }
  return bodies;
}

inline bytes framed(const std::vector<bytes>& bodies) {
  bytes whole;
  for (const auto& body : bodies) {
    for (const int shift : {24, 16, 8, 0})
      whole.push_back(static_cast<std::uint8_t>(body.size() >> shift));
    whole.insert(whole.end(), body.begin(), body.end());
  }
  return whole;
}

/// Throws std::runtime_error when there is none of that name, or it is damaged.
inline older_journal read_older_journal(const std::string& name) {
  const auto whole = read_file(older_journal_file(name + ".bin"));
  if (!whole) throw std::runtime_error{"there is no journal " + name};
  older_journal journal{
      unframed(*whole), lines_of(older_journal_file(name + ".payloads.jsonl")), {}};
  for (const auto& line : lines_of(older_journal_file(name + ".sums.txt"))) {
    const auto space = line.rfind(' ');
    journal.sums.emplace(line.substr(0, space), line.substr(space + 1));
  }
  return journal;
}

}
