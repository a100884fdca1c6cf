// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/words.hpp"

#include "http/server/octets.hpp"

#include <algorithm>

namespace muniment::oidc {
namespace {

bool is_word(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char octet) {
    return http::is_visible(octet) && octet != '"' && octet != '\\';
  });
}

}

std::optional<std::vector<std::string>> split_words(std::string_view list) {
  std::vector<std::string> words;
  for (std::size_t start = 0; start <= list.size();) {
    const auto end = std::min(list.find(' ', start), list.size());
    const auto word = list.substr(start, end - start);
    if (!is_word(word)) return {};
    if (!among(words, word)) words.emplace_back(word);
    start = end + 1;
  }
  return words;
}

std::string join_words(const std::vector<std::string>& words) {
  std::string list;
  for (const auto& word : words)
    list += (list.empty() ? "" : " ") + word;
  return list;
}

bool among(const std::vector<std::string>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

}
