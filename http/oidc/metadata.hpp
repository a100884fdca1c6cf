// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "actors/signing_key.hpp"
#include "projections/signing_keys.hpp"

namespace muniment::oidc {

/// Where the endpoints are, below the issuer.
namespace paths {
inline constexpr std::string_view openid_configuration = "/.well-known/openid-configuration";
inline constexpr std::string_view oauth_configuration = "/.well-known/oauth-authorization-server";
inline constexpr std::string_view authorize = "/oauth/v2/authorize";
inline constexpr std::string_view resume = "/oauth/v2/authorize/resume";
inline constexpr std::string_view token = "/oauth/v2/token";
inline constexpr std::string_view userinfo = "/oauth/v2/userinfo";
inline constexpr std::string_view introspect = "/oauth/v2/introspect";
inline constexpr std::string_view revoke = "/oauth/v2/revoke";
inline constexpr std::string_view end_session = "/oauth/v2/end_session";
inline constexpr std::string_view confirm_logout = "/oauth/v2/end_session/confirm";
inline constexpr std::string_view keys = "/oauth/v2/keys";
inline constexpr std::string_view login = "/login";
inline constexpr std::string_view new_password = "/login/password";
inline constexpr std::string_view consent = "/consent";
inline constexpr std::string_view select_account = "/select-account";
inline constexpr std::string_view account = "/account";
inline constexpr std::string_view signed_out = "/account/signed-out";
}

/// How long clients may keep the JWKS and the discovery document: half of what a key is published
/// before it signs, so that one who asked just before a key was made has asked again by then.
inline constexpr std::chrono::seconds metadata_lifetime = signing_key::published_ahead / 2;

/// The discovery document (OIDC Discovery section 3, RFC 8414 section 2): what is built, and
/// nothing else.
std::string discovery_document(std::string_view issuer);

/// The JWK Set (RFC 7517 section 5) of the published keys.
std::string key_set(const std::vector<signing_keys::row>& published);

}
