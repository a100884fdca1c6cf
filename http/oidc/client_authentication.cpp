// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/client_authentication.hpp"

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"
#include "http/server/octets.hpp"

namespace muniment::oidc {
namespace {

using client::client_authentication;
using read_result = boost::system::result<presented_client, authentication_fault>;

authentication_fault invalid(http::fixed_text description) {
  return {{"invalid_request", description}, 400};
}

/// Both halves of the credentials are form-encoded before they are joined (RFC 6749 section 2.3.1).
std::optional<std::string> form_decoded(std::string_view encoded) {
  const auto read = http::form::parse("v=" + std::string(encoded));
  if (!read || read->parameters().size() != 1) return {};
  return read->parameters().front().value;
}

std::optional<presented_client> read_basic(std::string_view field) {
  constexpr std::string_view scheme = "Basic ";
  if (field.size() < scheme.size() ||
      !http::equal_ignoring_case(field.substr(0, scheme.size()), scheme))
    return {};
  const auto decoded = crypto::base64_decode(http::trimmed(field.substr(scheme.size())));
  if (!decoded) return {};
  const auto pair = as_text(*decoded);
  const auto colon = pair.find(':');
  if (colon == std::string_view::npos) return {};
  auto id = form_decoded(pair.substr(0, colon));
  auto secret = form_decoded(pair.substr(colon + 1));
  if (!id || id->empty() || !secret) return {};
  return presented_client{client_authentication::client_secret_basic, std::move(*id),
                          std::move(*secret)};
}

read_result read_field(std::string_view field, const http::form& body) {
  if (body.given("client_secret"))
    return invalid("The client is authenticated in the header or in the body, not in both.");
  auto presented = read_basic(field);
  if (!presented) return unauthenticated();
  if (const auto also = body.given("client_id"); also && *also != presented->client_id)
    return invalid("client_id and the Authorization header name different clients.");
  return std::move(*presented);
}

}

read_result read_client(std::optional<std::string_view> authorization, const http::form& body) {
  if (body.given("client_assertion") || body.given("client_assertion_type"))
    return authentication_fault{{"invalid_client", "Client assertions are not supported."}, 401};
  if (authorization) return read_field(*authorization, body);
  const auto id = body.given("client_id");
  if (!id) return unauthenticated();
  const auto secret = body.given("client_secret");
  if (!secret) return presented_client{client_authentication::none, std::string{*id}, {}};
  return presented_client{client_authentication::client_secret_post, std::string{*id},
                          std::string{*secret}};
}

bool authenticated(const clients::row& known, const presented_client& presented,
                   const std::optional<crypto::hash>& digest) {
  if (known.deleted_at || known.authentication != presented.method) return false;
  if (known.authentication == client_authentication::none) return !known.secret_digest;
  return known.secret_digest && digest &&
         crypto::equal_in_constant_time(*known.secret_digest, *digest);
}

authentication_fault unauthenticated() {
  return {{"invalid_client", "The client is unknown, or is not authenticated as it is registered."},
          401};
}

}
