// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/logout_request.hpp"

#include "events/codec/msgpack.hpp"
#include "http/oidc/authorization_request.hpp"
#include "http/oidc/claim_members.hpp"
#include "http/oidc/words.hpp"

namespace muniment::oidc {
namespace {

using http::oauth_error;

oauth_error invalid(http::fixed_text description) { return {"invalid_request", description}; }

}

std::optional<logout_hint> read_logout_hint(const boost::json::object& claims,
                                            std::string_view issuer) {
  if (text_member(claims, "iss") != issuer) return {};
  const auto user = user_member(claims, "sub"), session = id_member(claims, "sid");
  auto client = text_member(claims, "aud");
  if (!user || !session || !client) return {};
  return logout_hint{*user, *session, std::move(*client)};
}

boost::system::result<std::optional<std::string>, oauth_error>
logout_client(const http::form& sent, const std::optional<logout_hint>& hint) {
  const auto named = sent.given("client_id");
  if (!hint) return std::optional<std::string>(named);
  if (named && *named != hint->client_id)
    return invalid("client_id is not the client that the ID token was issued to.");
  return std::optional(hint->client_id);
}

boost::system::result<pending_logout, oauth_error>
read_logout(const http::form& sent, const logout_source& from, instant now) {
  if (sent.repeats_any()) return invalid("A parameter stands more than once.");
  pending_logout wanted;
  wanted.expires_at = now + logout_lifetime;
  if (from.hint) wanted.session = from.hint->session;
  if (from.client) wanted.client = from.client->id;
  const auto uri = sent.given("post_logout_redirect_uri");
  if (!uri || !from.client || (from.hinted && !from.hint)) return wanted;
  if (!among(from.client->post_logout_redirect_uris, *uri))
    return invalid("post_logout_redirect_uri is not one that is registered for this client. It is "
                   "compared character by character.");
  wanted.redirect_uri = *uri;
  wanted.state = sent.given("state");
  if (wanted.state && wanted.state->size() > longest_state)
    return invalid("state is longer than 2048 octets.");
  return wanted;
}

std::optional<pending_logout> read_pending_logout(bytes_view opened, instant now) {
  auto pending = unpack<pending_logout>(opened);
  if (!pending || now >= pending->expires_at) return {};
  return std::move(*pending);
}

}
