// SPDX-License-Identifier: Apache-2.0
#include "http/server/unicode.hpp"

#include <utf8proc.h>

#include <cstdlib>
#include <memory>

namespace muniment::http {
namespace {

std::optional<std::string> composed(std::string_view text, int further) {
  if (text.empty()) return std::string{};
  const auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | further);
  utf8proc_uint8_t* made = nullptr;
  const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                 static_cast<utf8proc_ssize_t>(text.size()), &made, options);
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned{made, &std::free};
  if (size < 0) return {};
  return std::string(reinterpret_cast<const char*>(made), static_cast<std::size_t>(size));
}

}

std::optional<std::string> stabilized(std::string_view text) {
  return composed(text, UTF8PROC_REJECTNA);
}

std::optional<std::string> caseless(std::string_view text) {
  return composed(text, UTF8PROC_CASEFOLD);
}

}
