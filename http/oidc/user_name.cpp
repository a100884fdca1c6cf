// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/user_name.hpp"

#include "actors/lawful.hpp"
#include "http/server/octets.hpp"
#include "http/server/unicode.hpp"

namespace muniment::oidc {

std::optional<std::string> canonical_user_name(std::string_view typed) {
  const auto name = http::trimmed(typed);
  if (!lawful::text(name, longest_user_name)) return {};
  return http::caseless(name);
}

}
