// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/oauth_errors.hpp"

#include <array>

namespace muniment::oidc {

namespace {

constexpr auto rows = std::to_array<oauth_error_row>({
    {"invalid_request", "RFC 6749",
     "A parameter is missing, stands twice or cannot be. Authorization: by redirect, on a page "
     "where `client_id`, `redirect_uri` or `state` are to blame. Logout: on a page. Token, "
     "introspection, revocation, userinfo, token exchange: 400. At any of them, what the address "
     "or the method is to blame for: 400 or 405. In `WWW-Authenticate` of the APIs, for an access "
     "token in the address: 400.",
     "Read `error_description`; it names the parameter."},
    {"invalid_client", "RFC 6749",
     "The client is unknown, or is not authenticated as it is registered. Token, introspection, "
     "revocation: 401. Authorization: on a page.",
     "Compare `client_id`, secret and method with `muniment client show`."},
    {"invalid_grant", "RFC 6749",
     "The code or refresh token is unknown, over, used before, or another client's. Token, "
     "revocation: 400.",
     "Start a new authorization request. A code or token that is used twice was copied, or the "
     "client repeats requests."},
    {"unauthorized_client", "RFC 6749",
     "The client is not registered for this. Authorization: by redirect. Token: 400. "
     "Introspection: 403.",
     "Register the client for the grant type, or for introspection."},
    {"unsupported_grant_type", "RFC 6749", "Token, token exchange: 400.",
     "Use one that the discovery document lists."},
    {"unsupported_response_type", "RFC 6749", "Authorization: by redirect.",
     "Use `response_type=code`."},
    {"invalid_scope", "RFC 6749",
     "No scope is left that the client may have, the user did not allow it, or a token that is "
     "exchanged has less. Authorization: by redirect. Token, token exchange: 400.",
     "Ask for scopes that the client is registered for."},
    {"access_denied", "RFC 6749", "The user did not allow it. Authorization: by redirect.",
     "Nothing; it is the user's choice."},
    {"server_error", "RFC 6749",
     "A fault of the server's own, or no key to sign with. Authorization: by redirect. Any other: "
     "500.",
     "Try again; the log has the cause under the request id."},
    {"temporarily_unavailable", "RFC 6749",
     "The server or the workspace is busy or not there yet. Every endpoint but the pages: 503.",
     "Try again after the time in `Retry-After`."},
    {"invalid_target", "RFC 8707, RFC 8693",
     "`resource` or `audience` names nothing that tokens are given for. Authorization: by "
     "redirect. Token, token exchange: 400. Authorization, token, introspection, revocation: also "
     "where `resource` stands more than once.",
     "Leave `resource` out, or name what tokens are for."},
    {"unsupported_token_type", "RFC 7009", "An ID token was to be revoked. Revocation: 400.",
     "Revoke the access token or the refresh token."},
    {"invalid_token", "RFC 6750",
     "The access token is expired, revoked, or not one of this workspace. Userinfo: 401. In "
     "`WWW-Authenticate` of the APIs: 401.",
     "Get a new one."},
    {"insufficient_scope", "RFC 6750",
     "The access token was issued for less. Userinfo: 403. In `WWW-Authenticate` of the APIs: "
     "403.",
     "Ask for the scope: `openid` for userinfo, `admin:read` or `admin:write` for the APIs."},
    {"login_required", "OpenID Connect Core",
     "With `prompt=none`: the user is not signed in as required. Without it: somebody else signed "
     "in than the person whom `id_token_hint` names. Authorization: by redirect.",
     "Ask again without `prompt=none`; without `id_token_hint` if somebody else may sign in."},
    {"consent_required", "OpenID Connect Core",
     "With `prompt=none`: the user has not allowed it yet. Authorization: by redirect.",
     "Ask again without `prompt=none`."},
    {"interaction_required", "OpenID Connect Core",
     "With `prompt=none`: a native application gets a code at `http` or at a scheme of its own "
     "only once the user was asked. Authorization: by redirect.",
     "Ask again without `prompt=none`, or use a refresh token."},
    {"request_not_supported", "OpenID Connect Core", "Authorization: by redirect.",
     "Send the parameters themselves."},
    {"request_uri_not_supported", "OpenID Connect Core", "Authorization: by redirect.",
     "Send the parameters themselves."},
    {"registration_not_supported", "OpenID Connect Core", "Authorization: by redirect.",
     "Register the client beforehand."},
});

}

std::span<const oauth_error_row> oauth_errors() { return rows; }

}
