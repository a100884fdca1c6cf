// SPDX-License-Identifier: Apache-2.0
#include "http/passwords/guesses.hpp"

#include <zxcvbn.h>

#include <algorithm>
#include <vector>

namespace muniment::passwords {
namespace {

constexpr std::size_t most_words = 16;
constexpr std::size_t shortest_word = 3;

/// One octet for each character, as many as are wanted. zxcvbn counts octets: of a character with
/// several it would take each for a choice, and miss that the character is repeated. What is beyond
/// ASCII falls together in 128 symbols, which only makes a password look worse. No character is
/// zero, which would end the text.
std::string in_octets(std::string_view text, std::size_t most) {
  std::string made;
  unsigned point = 0;
  const auto add = [&] {
    made += static_cast<char>(point < 0x80 ? std::max(point, 1U) : 0x80U | (point & 0x7FU));
  };
  for (std::size_t at = 0; at < text.size() && made.size() < most; ++at) {
    const auto octet = static_cast<unsigned char>(text[at]);
    const bool goes_on = (octet & 0xC0U) == 0x80U;
    point = goes_on ? point << 6U | (octet & 0x3FU) : octet;
    const bool last =
        at + 1 == text.size() || (static_cast<unsigned char>(text[at + 1]) & 0xC0U) != 0x80U;
    if (last) add();
  }
  return made;
}

}

bool is_guessable(std::string_view password, std::span<const std::string> words) {
  std::vector<std::string> kept;
  for (const auto& word : words) {
    auto octets = in_octets(word, judged_characters);
    if (octets.size() >= shortest_word && kept.size() < most_words)
      kept.push_back(std::move(octets));
  }
  std::vector<const char*> dictionary;
  dictionary.reserve(kept.size() + 1);
  for (const auto& word : kept)
    dictionary.push_back(word.c_str());
  dictionary.push_back(nullptr);
  const auto judged = in_octets(password, judged_characters);
  return ZxcvbnMatch(judged.c_str(), dictionary.data(), nullptr) < least_bits;
}

}
