// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/client_credentials.hpp"

#include "actors/service_token.hpp"
#include "http/oidc/authorize_steps.hpp"
#include "http/oidc/claims.hpp"
#include "http/oidc/service_token.hpp"
#include "http/oidc/words.hpp"

#include <algorithm>

namespace muniment::oidc {
namespace {

using http::oauth_error;

bool about_a_person(const std::string& scope) {
  return std::ranges::find(supported_scopes(), scope) != supported_scopes().end();
}

std::vector<std::string> own_scopes(const clients::row& client) {
  auto own = client.scopes;
  std::erase_if(own, about_a_person);
  return own;
}

bool all_among(const std::vector<std::string>& wanted, const std::vector<std::string>& allowed) {
  return std::ranges::all_of(wanted, [&](const auto& each) { return among(allowed, each); });
}

}

boost::system::result<own_request, oauth_error>
read_own_request(const http::form& sent, const clients::row& client, const audiences& known) {
  const auto allowed = own_scopes(client);
  const auto named = sent.find("scope").value_or("");
  auto wanted = named.empty() ? std::optional(allowed) : split_words(named);
  if (!wanted) return oauth_error{"invalid_scope", "scope is no list of words."};
  if (!all_among(*wanted, allowed))
    return oauth_error{"invalid_scope", "The client is not registered for a scope it asks for, or "
                                        "the scope is about a person."};
  if (!service_token::fit(*wanted))
    return oauth_error{"invalid_scope", "The scopes of one token may have 4096 characters "
                                        "together: ask for some of them with scope."};
  own_request read{std::move(*wanted), {}};
  // An empty one counts as left out (RFC 6749 section 3.2).
  const auto resource = sent.find("resource").value_or("");
  const auto own = project_audience(client.project);
  if (resource.empty() || resource == own)
    read.audience = own;
  else if (resource == admin_audience(known.issuer) || resource == known.control)
    read.audience = resource;
  else
    return oauth_error{"invalid_target", "resource names nothing that tokens are given for here."};
  return read;
}

}
