// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/described.hpp"
#include "events/instant.hpp"
#include "events/uuid.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// An authorization: code, then tokens, then a refresh family. Traffic: ends absolutely.
namespace muniment::grant {

inline constexpr std::string_view category = "grant";

enum class grant_end : std::uint8_t {
  expired = 1,
  code_replayed,
  refresh_replayed,
  revoked,
  session_ended,
  user_disabled,
  user_erased,
  client_deleted
};
BOOST_DESCRIBE_ENUM(grant_end, expired, code_replayed, refresh_replayed, revoked, session_ended,
                    user_disabled, user_erased, client_deleted)

/// The user sent the client away with a code, known here only by its digest.
struct code_issued {
  static constexpr std::string_view type = "grant.code_issued";
  static constexpr std::uint16_t version = 1;

  uuid user;
  uuid client;
  uuid session;
  bytes code_digest; ///< SHA-256 of the code
  std::string redirect_uri;
  std::vector<std::string> scopes;
  std::string code_challenge; ///< S256, RFC 7636
  std::optional<std::string> nonce;
  instant authenticated_at;
  std::vector<std::string> methods; ///< RFC 8176 `amr` values
  instant code_expires_at;
  instant expires_at; ///< absolute end of everything it gives
  friend bool operator==(const code_issued&, const code_issued&) = default;
};
BOOST_DESCRIBE_STRUCT(code_issued, (),
                      (user, client, session, code_digest, redirect_uri, scopes, code_challenge,
                       nonce, authenticated_at, methods, code_expires_at, expires_at))

/// The code was exchanged, once.
struct code_redeemed {
  static constexpr std::string_view type = "grant.code_redeemed";
  static constexpr std::uint16_t version = 1;

  friend bool operator==(const code_redeemed&, const code_redeemed&) = default;
};
BOOST_DESCRIBE_STRUCT(code_redeemed, (), ())

/// An access token left, and an ID token with it where `openid` was asked for.
struct token_issued {
  static constexpr std::string_view type = "grant.token_issued";
  static constexpr std::uint16_t version = 1;

  std::string token_id; ///< `jti`
  std::string key_id;   ///< `kid` that signed it
  std::vector<std::string> scopes;
  instant expires_at;
  friend bool operator==(const token_issued&, const token_issued&) = default;
};
BOOST_DESCRIBE_STRUCT(token_issued, (), (token_id, key_id, scopes, expires_at))

/// A refresh token left; it replaces the one before it.
struct refresh_issued {
  static constexpr std::string_view type = "grant.refresh_issued";
  static constexpr std::uint16_t version = 1;

  bytes refresh_digest;          ///< SHA-256 of the token
  std::uint32_t generation{};    ///< from 1
  std::optional<bytes> replaces; ///< digest of the token it was asked with; none for the first
  std::optional<bytes> request_digest; ///< of the request that asked, so that a retry is known
  instant issued_at;
  instant expires_at;
  friend bool operator==(const refresh_issued&, const refresh_issued&) = default;
};
BOOST_DESCRIBE_STRUCT(refresh_issued, (),
                      (refresh_digest, generation, replaces, request_digest, issued_at, expires_at))

/// Nothing it gave is valid any more. Terminal.
struct ended {
  static constexpr std::string_view type = "grant.ended";
  static constexpr std::uint16_t version = 1;

  grant_end reason;
  friend bool operator==(const ended&, const ended&) = default;
};
BOOST_DESCRIBE_STRUCT(ended, (), (reason))

template <form Form>
using event = std::variant<code_issued, code_redeemed, token_issued, refresh_issued, ended>;

}
