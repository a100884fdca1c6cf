// SPDX-License-Identifier: Apache-2.0
#include "http/passwords/normal_form.hpp"

#include "http/server/utf8.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace muniment::passwords {

std::optional<std::string> normal_form(std::string_view text) {
  if (text.size() > longest_read || !http::is_utf8(text)) return std::nullopt;
  if (text.empty()) return std::string{};
  constexpr auto options =
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_REJECTNA);
  utf8proc_uint8_t* made = nullptr;
  const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                 static_cast<utf8proc_ssize_t>(text.size()), &made, options);
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned{made, &std::free};
  if (size < 0) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(made), static_cast<std::size_t>(size));
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
