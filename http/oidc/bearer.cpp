// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/bearer.hpp"

#include "http/server/challenge.hpp"
#include "http/server/octets.hpp"

#include <algorithm>

namespace muniment::oidc {
namespace {

constexpr std::string_view parameter = "access_token";

/// b64token of RFC 6750 section 2.1.
bool is_token(std::string_view text) {
  const auto body = text.substr(0, text.find_last_not_of('=') + 1);
  return !body.empty() && std::ranges::all_of(body, [](char octet) {
    return http::is_letter(octet) || http::is_digit(octet) ||
           std::string_view("-._~+/").find(octet) != std::string_view::npos;
  });
}

boost::system::result<std::string, bearer_fault> checked(std::string_view token) {
  if (!is_token(token)) return bearer_fault::invalid_request;
  return std::string(token);
}

}

boost::system::result<std::string, bearer_fault> read_bearer(const bearer_sources& sources) {
  constexpr std::string_view scheme = "Bearer ";
  const auto in_body = sources.body ? sources.body->find(parameter) : std::nullopt;
  if (sources.authorization && in_body) return bearer_fault::invalid_request;
  if (in_body)
    return sources.body->repeats(parameter) ? bearer_fault::invalid_request : checked(*in_body);
  if (!sources.authorization) return bearer_fault::nothing_presented;
  const auto field = *sources.authorization;
  if (field.size() < scheme.size() ||
      !http::equal_ignoring_case(field.substr(0, scheme.size()), scheme))
    return bearer_fault::nothing_presented;
  return checked(http::trimmed(field.substr(scheme.size())));
}

int status_of(bearer_fault fault) {
  switch (fault) {
  case bearer_fault::invalid_request:
    return 400;
  case bearer_fault::insufficient_scope:
    return 403;
  default:
    return 401;
  }
}

std::optional<http::oauth_error> error_of(bearer_fault fault) {
  using http::oauth_error;
  switch (fault) {
  case bearer_fault::invalid_request:
    return oauth_error{"invalid_request", "Send one access token, in the Authorization header or "
                                          "in a form body."};
  case bearer_fault::invalid_token:
    return oauth_error{"invalid_token", "The access token is expired, revoked or not ours."};
  case bearer_fault::insufficient_scope:
    return oauth_error{"insufficient_scope", "The access token lacks the scope openid."};
  case bearer_fault::nothing_presented:
    break;
  }
  return {};
}

std::string challenge_of(bearer_fault fault, std::string_view issuer) {
  const auto error = error_of(fault);
  if (!error) return http::bearer_challenge(issuer);
  auto challenge = http::bearer_challenge(issuer, error->error.view());
  challenge += ", error_description=\"" + std::string(error->description.view()) + "\"";
  if (fault == bearer_fault::insufficient_scope) challenge += ", scope=\"openid\"";
  return challenge;
}

}
