// SPDX-License-Identifier: Apache-2.0
#include "crypto/password_schemes.hpp"

#include <charconv>

namespace muniment::crypto::detail {

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (auto end = text.find(separator); end != std::string_view::npos; end = text.find(separator)) {
    parts.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  parts.push_back(text);
  return parts;
}

std::optional<std::uint32_t> parse_number(std::string_view text, std::uint32_t least,
                                          std::uint32_t most) {
  if (text.size() > 1 && text.front() == '0') return std::nullopt;
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (number < least || number > most) return std::nullopt;
  return number;
}

std::optional<std::uint32_t> parse_parameter(std::string_view text, std::string_view name,
                                             std::uint32_t least, std::uint32_t most) {
  if (!text.starts_with(name)) return std::nullopt;
  return parse_number(text.substr(name.size()), least, most);
}

bool acceptable_sizes(const bytes& salt, const bytes& expected) {
  return salt.size() >= 8 && salt.size() <= 64 && expected.size() >= 16 && expected.size() <= 64;
}

}
