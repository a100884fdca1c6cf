// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/user_name.hpp"

#include "actors/lawful.hpp"
#include "http/server/octets.hpp"

#include <utf8proc.h>

#include <cstdlib>
#include <memory>

namespace muniment::oidc {
namespace {

/// Composed and without case; nothing where the text is not UTF-8.
std::optional<std::string> caseless(std::string_view text) {
  constexpr auto options =
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
  utf8proc_uint8_t* made = nullptr;
  const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                 static_cast<utf8proc_ssize_t>(text.size()), &made, options);
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned{made, &std::free};
  if (size < 0) return {};
  return std::string(reinterpret_cast<const char*>(made), static_cast<std::size_t>(size));
}

}

std::optional<std::string> canonical_user_name(std::string_view typed) {
  const auto name = http::trimmed(typed);
  if (!lawful::text(name, longest_user_name)) return {};
  return caseless(name);
}

}
