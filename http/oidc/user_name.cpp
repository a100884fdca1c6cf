// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/user_name.hpp"

#include "actors/lawful.hpp"
#include "http/server/octets.hpp"

#include <algorithm>

namespace muniment::oidc {

std::optional<std::string> canonical_user_name(std::string_view typed) {
  std::string name(http::trimmed(typed));
  std::ranges::transform(name, name.begin(), http::lower);
  if (!lawful::text(name, longest_user_name)) return {};
  return name;
}

}
