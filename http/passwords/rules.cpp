// SPDX-License-Identifier: Apache-2.0
#include "http/passwords/rules.hpp"

#include "crypto/password.hpp"
#include "http/passwords/breached.hpp"
#include "http/passwords/guesses.hpp"
#include "http/passwords/normal_form.hpp"
#include "http/server/problems.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace muniment::passwords {
namespace {

constexpr std::size_t fewest = 8;
constexpr std::size_t most = 64;

/// The sentence about one length, made when the program is compiled like every text of a reply.
template <std::size_t Size>
struct literal {
  char text[Size];
};

template <std::size_t Least, std::size_t Size>
constexpr auto with_number(const char (&text)[Size]) {
  literal<Size> made{};
  std::ranges::copy(text, made.text);
  auto* digits = std::ranges::find(made.text, '0');
  if constexpr (Least >= 10) *digits++ = static_cast<char>('0' + Least / 10);
  *digits = static_cast<char>('0' + Least % 10);
  return made;
}

template <std::size_t Least>
constexpr auto sentence = [] {
  if constexpr (Least < 10)
    return with_number<Least>(
        "A password has at least 0 characters. Several words make a good one.");
  else
    return with_number<Least>(
        "A password has at least 00 characters. Several words make a good one.");
}();

template <std::size_t... Steps>
http::fixed_text sentence_for(std::size_t least, std::index_sequence<Steps...>) {
  static constexpr std::array all{http::fixed_text{sentence<fewest + Steps>.text}...};
  return all.at(std::clamp(least, fewest, most) - fewest);
}

http::fixed_text too_short(std::size_t least) {
  return sentence_for(least, std::make_index_sequence<most - fewest + 1>{});
}

/// What others may know: it is guessed first.
std::vector<std::string> known_of(const person& whose) {
  std::vector<std::string> words{"muniment",
                                 whose.workspace,
                                 whose.user_name,
                                 whose.email,
                                 whose.email.substr(0, whose.email.find('@')),
                                 whose.display_name};
  std::string_view names = whose.display_name;
  while (!names.empty()) {
    const auto end = std::min(names.find(' '), names.size());
    words.emplace_back(names.substr(0, end));
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  for (auto& word : words)
    if (auto normal = normal_form(word)) word = std::move(*normal);
  return words;
}

}

fault_words words_of(fault wrong, const rules& asked) {
  switch (wrong) {
  case fault::too_short:
    return {"That is too short", too_short(asked.least_characters)};
  case fault::too_long:
    return {"That is too long",
            "A password has at most 1024 octets of UTF-8. Leave some words out."};
  case fault::unreadable:
    return {"That has characters that cannot be kept",
            "They are no Unicode text, or newer than this server knows. Leave them out."};
  case fault::guessable:
    return {"That is too easy to guess",
            "It is common, a pattern, or made of the names of you or of this place. Take several "
            "words that do not belong together."};
  case fault::breached:
    return {"That password was stolen before",
            "It stands on a list that attackers try first. Choose another one, here and wherever "
            "else you use it."};
  case fault::unchecked:
    break;
  }
  return {
      "No password can be chosen now",
      "The list of stolen passwords cannot be read. Try again later; if that does not help, tell "
      "whoever runs this service."};
}

http::problem problem_of(fault wrong, const rules& asked) {
  if (wrong == fault::unchecked) return http::problems::passwords_unchecked;
  return with_detail(http::problems::password_refused, words_of(wrong, asked).text, "password");
}

std::variant<fault, std::string> well_formed(std::string_view typed, const rules& asked) {
  if (typed.size() > longest_read) return fault::too_long;
  auto normal = normal_form(typed);
  if (!normal) return fault::unreadable;
  if (normal->size() > crypto::max_password_size) return fault::too_long;
  if (characters(*normal) < asked.least_characters) return fault::too_short;
  return std::move(*normal);
}

std::optional<fault> find_fault(std::string_view normal, const person& whose, const rules& asked) {
  if (is_guessable(normal, known_of(whose))) return fault::guessable;
  if (asked.breached.empty()) return std::nullopt;
  switch (find_breach(asked.breached, normal)) {
  case breach::listed:
    return fault::breached;
  case breach::unreadable:
    return fault::unchecked;
  case breach::unlisted:
    break;
  }
  return std::nullopt;
}

}
