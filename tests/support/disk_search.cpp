// SPDX-License-Identifier: Apache-2.0
#include "tests/support/disk_search.hpp"

#include "crypto/encoding.hpp"
#include "tests/support/whole_file.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <stdexcept>
#include <string_view>

namespace muniment::test {
namespace {

struct needle {
  std::string octets;
  std::string text;
  std::string spelling;
};

std::string utf16(const std::string& text) {
  std::string wide;
  for (const char letter : text)
    wide += {letter, '\0'};
  return wide;
}

/// The letters of base64 that the text alone decides when it starts `shift` octets into a triple.
std::string base64_core(const std::string& text, std::size_t shift) {
  const auto whole = crypto::base64_unpadded_encode(as_bytes(std::string(shift, '\0') + text));
  const auto first = (8 * shift + 5) / 6;
  const auto end = 8 * (shift + text.size()) / 6;
  return whole.substr(first, end - first);
}

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::toupper(c); });
  return text;
}

std::vector<needle> spellings(const std::string& text) {
  if (text.size() < 8) throw std::invalid_argument{"a text to look for is too short"};
  const auto hex = crypto::hex_encode(as_bytes(text));
  std::vector<needle> all{{text, text, "raw"},
                          {utf16(text), text, "utf-16le"},
                          {hex, text, "hex"},
                          {upper(hex), text, "HEX"}};
  for (std::size_t shift = 0; shift < 3; ++shift)
    all.push_back({base64_core(text, shift), text, "base64+" + std::to_string(shift)});
  return all;
}

/// Needles by their first two octets, so that a file is walked once for all of them.
class haystack_walker {
public:
  explicit haystack_walker(std::vector<needle> needles) : needles_{std::move(needles)} {
    for (std::size_t n = 0; n < needles_.size(); ++n)
      starts_[key(needles_[n].octets.data())].push_back(n);
    for (std::size_t k = 0; k < starts_.size(); ++k)
      any_[k] = !starts_[k].empty();
  }

  void walk(std::string_view hay, const std::filesystem::path& file,
            std::vector<disk_hit>& hits) const {
    std::vector<bool> seen(needles_.size());
    const char* data = hay.data();
    for (std::size_t at = 0; at + 1 < hay.size(); ++at) {
      if (!any_[key(data + at)]) continue;
      for (const auto n : starts_[key(data + at)]) {
        if (seen[n] || hay.compare(at, needles_[n].octets.size(), needles_[n].octets) != 0)
          continue;
        seen[n] = true;
        hits.push_back({needles_[n].text, needles_[n].spelling, file});
      }
    }
  }

private:
  static std::size_t key(const char* octets) {
    return static_cast<std::uint8_t>(octets[0]) << 8 | static_cast<std::uint8_t>(octets[1]);
  }

  std::vector<needle> needles_;
  std::vector<std::vector<std::size_t>> starts_ = std::vector<std::vector<std::size_t>>(65536);
  std::array<bool, 65536> any_{}; ///< small enough to stay in a processor's cache
};

}

std::vector<disk_hit> search_disk(const std::filesystem::path& root,
                                  std::span<const std::string> texts) {
  std::vector<needle> needles;
  for (const auto& text : texts)
    std::ranges::move(spellings(text), std::back_inserter(needles));
  const haystack_walker walker{std::move(needles)};
  std::vector<disk_hit> hits;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root))
    if (entry.is_regular_file()) walker.walk(as_text(whole_file(entry.path())), entry.path(), hits);
  return hits;
}

}
