// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/call.hpp"

#include "http/server/octets.hpp"

namespace muniment::oidc {
namespace {

bool is_form(const http::request& asked) {
  const auto type = only_field(asked, "Content-Type").value_or("");
  const auto essence = http::trimmed(type.substr(0, type.find(';')));
  return http::equal_ignoring_case(essence, "application/x-www-form-urlencoded");
}

std::optional<http::form> parsed(std::string_view encoded) {
  auto form = http::form::parse(encoded);
  if (!form) return {};
  return std::move(*form);
}

/// The origin of an issuer, which may have a path.
std::string_view origin_of(std::string_view issuer) {
  const auto slash = issuer.find('/', issuer.find("//") + 2);
  return issuer.substr(0, slash);
}

}

std::optional<http::form> sent_form(const http::request& asked) {
  return is_form(asked) ? parsed(asked.body) : std::nullopt;
}

std::optional<http::form> sent_query(const http::request& asked) { return parsed(asked.query); }

std::string text_of(const http::form& sent, std::string_view name) {
  return std::string(sent.find(name).value_or(""));
}

bool from_own_page(const call& at) {
  return only_field(*at.asked, "Origin") == origin_of(at.door.identity().issuer);
}

std::optional<std::string_view> only_field(const http::request& asked, std::string_view name) {
  return asked.count(name) == 1 ? asked.field(name) : std::nullopt;
}

}
