// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/decider.hpp"
#include "events/service_token.hpp"

namespace muniment::service_token {

/// A token is to leave, for `longest_lifetime` at most. Nobody refreshes it: its holder asks again.
struct issue {
  static constexpr std::string_view type = "service_token.issue";
  principal holder;
  std::string key_id;
  std::string audience;
  std::vector<std::string> scopes;
  instant expires_at;
  instant now;
  friend bool operator==(const issue&, const issue&) = default;
};
BOOST_DESCRIBE_STRUCT(issue, (), (holder, key_id, audience, scopes, expires_at, now))

/// It is to end before its time.
struct end {
  static constexpr std::string_view type = "service_token.end";
  token_end reason;
  friend bool operator==(const end&, const end&) = default;
};
BOOST_DESCRIBE_STRUCT(end, (), (reason))

/// Its time is over.
struct expire {
  static constexpr std::string_view type = "service_token.expire";
  instant now;
  friend bool operator==(const expire&, const expire&) = default;
};
BOOST_DESCRIBE_STRUCT(expire, (), (now))

using command = std::variant<issue, end, expire>;

enum class phase : std::uint8_t { absent = 1, valid, ended };
BOOST_DESCRIBE_ENUM(phase, absent, valid, ended)

/// As long as the setting `access_tokens_max_age` may be.
inline constexpr std::chrono::hours longest_lifetime{720};

/// The octets of all scopes of a token together: its event is traffic, whose body has a limit
/// (storage/journal_part.hpp) that the journal keeps, in worse words.
inline constexpr std::size_t longest_scopes = 4096;

/// Whether these scopes fit.
bool fit(const std::vector<std::string>& scopes);

struct plain_state {
  service_token::phase phase = service_token::phase::absent;
  instant expires_at;
  friend bool operator==(const plain_state&, const plain_state&) = default;
};
BOOST_DESCRIBE_STRUCT(plain_state, (), (phase, expires_at))

template <form>
using state = plain_state;

decision<event<opened>> decide(const state<opened>& token, const command& wish);
state<stored> evolve(state<stored> token, const event<stored>& fact);

/// The aggregate. It is about no person.
struct noun {
  static constexpr auto category = service_token::category;
  using command = service_token::command;
  template <form Form>
  using event = service_token::event<Form>;
  template <form Form>
  using state = service_token::state<Form>;

  static auto decide(const state<opened>& seen, const command& wish) {
    return service_token::decide(seen, wish);
  }
  static auto evolve(state<stored> kept, const event<stored>& fact) {
    return service_token::evolve(std::move(kept), fact);
  }
  static std::optional<uuid> subject(const uuid&, const state<stored>&, const event<opened>&) {
    return std::nullopt;
  }
};
static_assert(decider<noun>);

}
