// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/described.hpp"
#include "events/envelope.hpp"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// An access token without a user: a service client's own (RFC 6749 section 4.4), or an operator's,
/// given for one of the deployment (RFC 8693). Traffic; the stream's id is the token's `jti`.
namespace muniment::service_token {

inline constexpr std::string_view category = "service_token";

enum class token_end : std::uint8_t { expired = 1, revoked, client_deleted };
BOOST_DESCRIBE_ENUM(token_end, expired, revoked, client_deleted)

/// The token left.
struct issued {
  static constexpr std::string_view type = "service_token.issued";
  static constexpr std::uint16_t version = 1;

  principal holder;   ///< a client of this workspace, or an operator of the deployment
  std::string key_id; ///< `kid` that signed it
  std::string audience;
  std::vector<std::string> scopes;
  instant expires_at;
  friend bool operator==(const issued&, const issued&) = default;
};
BOOST_DESCRIBE_STRUCT(issued, (), (holder, key_id, audience, scopes, expires_at))

/// It is not valid any more. Terminal.
struct ended {
  static constexpr std::string_view type = "service_token.ended";
  static constexpr std::uint16_t version = 1;

  token_end reason;
  friend bool operator==(const ended&, const ended&) = default;
};
BOOST_DESCRIBE_STRUCT(ended, (), (reason))

template <form Form>
using event = std::variant<issued, ended>;

}
