// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/described.hpp"
#include "events/instant.hpp"
#include "events/uuid.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace muniment::oidc {

/// That a browser proved a one-time password, which it may now replace. It is sealed and travels
/// with the form. It is good for as long as that password is the one to be replaced, so for once.
struct password_ticket {
  uuid user;
  bytes proven; ///< SHA-256 of the hash that the password was checked against
  instant expires_at;
  friend bool operator==(const password_ticket&, const password_ticket&) = default;
};
BOOST_DESCRIBE_STRUCT(password_ticket, (), (user, proven, expires_at))

inline constexpr std::chrono::minutes ticket_lifetime{15};

/// A ticket for somebody who proved the password of this hash.
password_ticket make_ticket(const uuid& user, std::string_view hash, instant now);

/// What was unsealed, if it is a ticket and not over.
std::optional<password_ticket> read_ticket(bytes_view opened, instant now);

/// Whether the password that stands now is the one that was proven.
bool is_of(const password_ticket& ticket, std::string_view hash);

}
