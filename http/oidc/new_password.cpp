// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/new_password.hpp"

#include "http/passwords/normal_form.hpp"

namespace muniment::oidc {

std::variant<pages::page_notice, std::string>
chosen_password(std::string_view chosen, std::string_view repeated, const passwords::rules& asked) {
  auto formed = passwords::well_formed(chosen, asked);
  if (const auto* wrong = std::get_if<passwords::fault>(&formed)) return notice_of(*wrong, asked);
  auto& normal = std::get<std::string>(formed);
  if (passwords::normal_form(repeated) != normal)
    return pages::page_notice{"The two differ", "Type the same password into both fields."};
  return std::move(normal);
}

pages::page_notice notice_of(passwords::fault wrong, const passwords::rules& asked) {
  const auto words = passwords::words_of(wrong, asked);
  return {words.heading, words.text};
}

pages::page_notice same_password() {
  return {"That is the password you were given", "Choose another one, which only you know."};
}

}
