// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/decider.hpp"
#include "events/grant.hpp"

namespace muniment::grant {

/// The user lets the client have a code. It lives a minute at most (OWASP ASVS 10.4.3).
struct issue_code {
  static constexpr std::string_view type = "grant.issue_code";
  uuid user;
  uuid client;
  uuid session;
  bytes code_digest; ///< SHA-256 of the code
  std::string redirect_uri;
  std::vector<std::string> scopes;
  std::string code_challenge; ///< S256
  std::optional<std::string> nonce;
  instant authenticated_at;
  std::vector<std::string> methods;
  instant code_expires_at;
  instant expires_at; ///< absolute end of everything it gives
  instant now;
  friend bool operator==(const issue_code&, const issue_code&) = default;
};
BOOST_DESCRIBE_STRUCT(issue_code, (),
                      (user, client, session, code_digest, redirect_uri, scopes, code_challenge,
                       nonce, authenticated_at, methods, code_expires_at, expires_at, now))

/// The access token that leaves if the answer is yes. It may not outlive the grant.
struct access_offer {
  std::string token_id; ///< `jti`
  std::string key_id;   ///< `kid`
  instant expires_at;
  std::optional<std::vector<std::string>> scopes{}; ///< some of the grant's; all if left out
  friend bool operator==(const access_offer&, const access_offer&) = default;
};
BOOST_DESCRIBE_STRUCT(access_offer, (), (token_id, key_id, expires_at, scopes))

/// The refresh token that leaves with it. It may not outlive the grant.
struct refresh_offer {
  bytes refresh_digest; ///< SHA-256 of the token
  instant expires_at;
  friend bool operator==(const refresh_offer&, const refresh_offer&) = default;
};
BOOST_DESCRIBE_STRUCT(refresh_offer, (), (refresh_digest, expires_at))

/// The code comes back (RFC 6749 section 4.1.3). What happens, in this order:
/// - an unknown code, or one of another client, is refused and changes nothing: neither a guess nor
///   a stranger may end what a user allowed;
/// - a code used before ends the grant, whatever else the request says: it has leaked (RFC 6749
///   section 4.1.2);
/// - a wrong redirect URI or verifier is refused and burns nothing: whoever sent it cannot know the
///   verifier (256 bits), and burning the code would let a thief of codes shut its owner out.
struct redeem_code {
  static constexpr std::string_view type = "grant.redeem_code";
  bytes code_digest;
  uuid client;
  std::string redirect_uri;
  std::string code_challenge; ///< computed by the edge from the verifier
  access_offer access;
  std::optional<refresh_offer> refresh;
  instant now;
  friend bool operator==(const redeem_code&, const redeem_code&) = default;
};
BOOST_DESCRIBE_STRUCT(redeem_code, (),
                      (code_digest, client, redirect_uri, code_challenge, access, refresh, now))

/// A refresh token comes back (RFC 6749 section 6). The newest is replaced by one of the same
/// scopes, however few of them the access token is asked for with. One that was replaced ends the
/// family (RFC 9700 section 4.14.2), with one exception: the request that replaced it, sent again
/// within `retry_grace`, is answered again, since its reply may have been lost. The token of the
/// lost reply is then replaced too. An edge that derives the next token from the old one and the
/// request gives the same token again; then only an access token is new. One that is not remembered
/// was replaced too if the edge says that it was issued here.
struct refresh {
  static constexpr std::string_view type = "grant.refresh";
  bytes refresh_digest; ///< of the token that came back
  uuid client;
  bytes request_digest; ///< of all that makes it the same request, client authentication included
  access_offer access;
  refresh_offer next;
  instant now;
  bool marked = false; ///< only this workspace can have made it, for this grant
  friend bool operator==(const refresh&, const refresh&) = default;
};
BOOST_DESCRIBE_STRUCT(refresh, (),
                      (refresh_digest, client, request_digest, access, next, now, marked))

/// It is to end before its time. Reasons that are decided here are not accepted.
struct end {
  static constexpr std::string_view type = "grant.end";
  grant_end reason;
  friend bool operator==(const end&, const end&) = default;
};
BOOST_DESCRIBE_STRUCT(end, (), (reason))

/// Its time is over: the code was never redeemed, or everything it gave has expired.
struct expire {
  static constexpr std::string_view type = "grant.expire";
  instant now;
  friend bool operator==(const expire&, const expire&) = default;
};
BOOST_DESCRIBE_STRUCT(expire, (), (now))

using command = std::variant<issue_code, redeem_code, refresh, end, expire>;

enum class phase : std::uint8_t { absent = 1, code_issued, redeemed, ended };
BOOST_DESCRIBE_ENUM(phase, absent, code_issued, redeemed, ended)

inline constexpr std::chrono::seconds longest_code_lifetime{60};
/// Longer than a client is kept waiting by a server that is killed: a request ends after ten
/// seconds, and another server may serve its workspace ten seconds after the last sign of the one
/// before.
inline constexpr std::chrono::seconds retry_grace{30};

/// So many replaced refresh tokens are told from tokens that never were, whatever their edge says
/// of them. An older one without a mark is refused like an unknown one: it gives nothing, but does
/// not end the family.
inline constexpr std::size_t remembered_digests = 64;

/// A replacement of refresh tokens, to know its retry by.
struct rotation {
  bytes replaces;
  bytes request_digest;
  instant issued_at;
  friend bool operator==(const rotation&, const rotation&) = default;
};
BOOST_DESCRIBE_STRUCT(rotation, (), (replaces, request_digest, issued_at))

struct plain_state {
  grant::phase phase = grant::phase::absent;
  uuid user;
  uuid client;
  bytes code_digest;
  std::string redirect_uri;
  std::string code_challenge;
  std::vector<std::string> scopes;
  instant code_expires_at;
  instant expires_at;
  std::string token_id; ///< of the newest access token
  bytes refresh_digest; ///< of the newest refresh token; empty when there is none
  std::uint32_t generation{};
  instant refresh_expires_at;
  std::vector<bytes> replaced; ///< digests of older refresh tokens, oldest first
  std::optional<rotation> last_rotation;
  friend bool operator==(const plain_state&, const plain_state&) = default;
};
BOOST_DESCRIBE_STRUCT(plain_state, (),
                      (phase, user, client, code_digest, redirect_uri, code_challenge, scopes,
                       code_expires_at, expires_at, token_id, refresh_digest, generation,
                       refresh_expires_at, replaced, last_rotation))

template <form>
using state = plain_state;

decision<event<opened>> decide(const state<opened>& grant, const command& wish);
state<stored> evolve(state<stored> grant, const event<stored>& fact);

/// The aggregate.
struct noun {
  static constexpr auto category = grant::category;
  using command = grant::command;
  template <form Form>
  using event = grant::event<Form>;
  template <form Form>
  using state = grant::state<Form>;

  static auto decide(const state<opened>& seen, const command& wish) {
    return grant::decide(seen, wish);
  }
  static auto evolve(state<stored> kept, const event<stored>& fact) {
    return grant::evolve(std::move(kept), fact);
  }
  /// The user: known to the state from the first event on, and told by that event itself.
  static std::optional<uuid> subject(const uuid&, const state<stored>& kept,
                                     const event<opened>& draft) {
    const auto* first = std::get_if<code_issued>(&draft);
    return first ? first->user : kept.user;
  }
};
static_assert(decider<noun>);

}
