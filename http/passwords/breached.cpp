// SPDX-License-Identifier: Apache-2.0
#include "http/passwords/breached.hpp"

#include "crypto/digest.hpp"
#include "crypto/encoding.hpp"
#include "http/server/octets.hpp"

#include <algorithm>
#include <fstream>
#include <string>

namespace muniment::passwords {
namespace {

using http::is_digit;

constexpr std::size_t range_digits = 5;
constexpr std::size_t rest_digits = 35;

bool is_hex(char letter) { return is_digit(letter) || (letter >= 'A' && letter <= 'F'); }

/// Upper case, as the lists have it.
std::string digits_of(std::string_view password) {
  auto text = crypto::hex_encode(crypto::sha1(as_bytes(password)));
  for (auto& letter : text)
    if (letter >= 'a') letter = static_cast<char>(letter - 'a' + 'A');
  return text;
}

/// Nothing if it is not there, cannot be read, or goes on beyond the bound.
std::optional<std::string> text_of(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  if (!in) return std::nullopt;
  std::string text(longest_range + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad() || !in.eof()) return std::nullopt;
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

std::optional<std::string> range_in(const std::filesystem::path& directory,
                                    std::string_view range) {
  const std::string name(range);
  if (auto text = text_of(directory / name)) return text;
  return text_of(directory / (name + ".txt"));
}

bool is_entry(std::string_view line) {
  return line.size() > rest_digits + 1 && line[rest_digits] == ':' &&
         std::ranges::all_of(line.substr(0, rest_digits), is_hex) &&
         std::ranges::all_of(line.substr(rest_digits + 1), is_digit);
}

bool counts(std::string_view line) {
  return line.find_first_not_of('0', rest_digits + 1) != std::string_view::npos;
}

}

std::optional<bool> lists(std::string_view range, std::string_view rest) {
  bool found = false;
  while (!range.empty()) {
    const auto end = std::min(range.find('\n'), range.size());
    auto line = range.substr(0, end);
    range.remove_prefix(std::min(end + 1, range.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() && range.empty()) break;
    if (!is_entry(line)) return std::nullopt;
    found = found || (line.starts_with(rest) && counts(line));
  }
  return found;
}

bool is_range_readable(const std::filesystem::path& directory, std::string_view range) {
  const auto text = range_in(directory, range);
  return text && lists(*text, "");
}

breach find_breach(const std::filesystem::path& directory, std::string_view password) {
  const auto digits = digits_of(password);
  const auto text = range_in(directory, std::string_view(digits).substr(0, range_digits));
  if (!text) return breach::unreadable;
  const auto listed = lists(*text, std::string_view(digits).substr(range_digits));
  if (!listed) return breach::unreadable;
  return *listed ? breach::listed : breach::unlisted;
}

}
