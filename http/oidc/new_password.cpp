// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/new_password.hpp"

#include "crypto/password.hpp"

#include <algorithm>

namespace muniment::oidc {
namespace {

/// Octets that do not go on with the one before: characters, as people count them.
std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](unsigned char octet) { return (octet & 0xC0U) != 0x80U; }));
}

}

std::optional<pages::page_notice> fault_of(std::string_view chosen, std::string_view repeated) {
  if (chosen.size() > crypto::max_password_size)
    return pages::page_notice{"That is too long", "A password has at most 1024 characters."};
  if (characters(chosen) < shortest_password)
    return pages::page_notice{"That is too short", "A password has at least 8 characters."};
  if (chosen != repeated)
    return pages::page_notice{"The two differ", "Type the same password into both fields."};
  return {};
}

pages::page_notice same_password() {
  return {"That is the password you were given", "Choose another one, which only you know."};
}

}
