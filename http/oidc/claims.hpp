// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/instant.hpp"
#include "events/uuid.hpp"
#include "projections/grants.hpp"

#include <boost/json/object.hpp>

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muniment::oidc {

/// `typ` of the two kinds of token (RFC 9068 section 2.1, RFC 7519 section 5.1).
inline constexpr std::string_view access_token_type = "at+jwt";
inline constexpr std::string_view id_token_type = "JWT";

/// The scopes that let a token be used for the admin API.
inline constexpr std::array<std::string_view, 2> admin_scopes{"admin:read", "admin:write"};

/// Whether one of them is among these.
bool administers(const std::vector<std::string>& scopes);

/// What tokens are made of, beside the grant they belong to.
struct token_facts {
  std::string_view issuer;
  std::string_view client_id;
  uuid project;
  std::string_view token_id; ///< `jti` of the access token
  instant issued_at;
  instant expires_at;
};

/// Where tokens of a project's clients are for (`aud`), unless they ask for another place.
std::string project_audience(const uuid& project);

/// Claims of an access token (RFC 9068 section 2.2), with `sid` and `grant`, which names the grant,
/// so that a token dies with it. It is for the client's project, and for the admin API too if its
/// scopes say so. JSON text.
std::string access_token_claims(const token_facts& facts, const grants::row& grant);

/// Claims of an ID token (OIDC Core sections 2 and 3.1.3.6) that leaves with `access_token`, to be
/// signed by that algorithm. JSON text.
std::string id_token_claims(const token_facts& facts, const grants::row& grant,
                            std::string_view access_token, std::string_view algorithm);

/// The `at_hash` of an access token: left half of the hash that the ID token's algorithm uses (OIDC
/// Core section 3.1.3.6), which is SHA-512 for Ed25519 (RFC 8032 section 5.1) and SHA-256 for the
/// others here.
std::string access_token_hash(std::string_view access_token, std::string_view algorithm);

/// What is read of an access token of ours.
struct access_token {
  uuid user;
  uuid grant;
  uuid session;
  std::string client_id;
  std::string audience;
  std::vector<std::string> scopes;
};

/// The claims of a token whose signature and type were verified, if it is one of this issuer and
/// not over. Whether it is for whoever reads it, they say (`audience`, RFC 9068 section 4).
std::optional<access_token> read_access_token(const boost::json::object& claims,
                                              std::string_view issuer, instant now);

/// Whether claims name this audience, alone or among others (RFC 7519 section 4.1.3).
bool names_audience(const boost::json::object& claims, std::string_view audience);

/// Whom an ID token that comes back as `id_token_hint` is about, if this issuer made it for this
/// client. It may be over (OIDC Core section 3.1.2.1).
std::optional<uuid> hinted_user(const boost::json::object& claims, std::string_view issuer,
                                std::string_view client_id);

/// A person as `userinfo` shows them: what the scopes allow and what is known (OIDC Core
/// section 5.4).
struct person {
  uuid id;
  std::optional<std::string> user_name = {};
  std::optional<std::string> display_name = {};
  std::optional<std::string> locale = {};
  std::optional<std::string> email = {};
  bool email_verified{};
};

/// The body of the userinfo reply (OIDC Core section 5.3.2).
std::string userinfo_claims(const person& who, const std::vector<std::string>& scopes);

}
