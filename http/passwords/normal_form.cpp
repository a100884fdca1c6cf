// SPDX-License-Identifier: Apache-2.0
#include "http/passwords/normal_form.hpp"

#include "http/server/unicode.hpp"

#include <algorithm>

namespace muniment::passwords {

std::optional<std::string> normal_form(std::string_view text) {
  if (text.size() > longest_read) return {};
  return http::stabilized(text);
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](unsigned char octet) { return (octet & 0xC0U) != 0x80U; }));
}

std::string compared_text(std::string_view stored, std::string_view typed) {
  if (stored.starts_with("$argon2id$"))
    if (auto normal = normal_form(typed)) return std::move(*normal);
  return std::string(typed);
}

}
