// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/user_id.hpp"
#include "http/passwords/rules.hpp"
#include "http/server/door.hpp"
#include "http/server/wish.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <variant>

namespace muniment::http {

class node;
class work_pool;

/// Where passwords are judged and hashed, by which rules, and until when somebody waits for it.
struct password_hashing {
  using moment = std::chrono::steady_clock::time_point;

  // NOLINTNEXTLINE(google-explicit-constructor): who waits without end names the node alone.
  password_hashing(node& at, moment ends = moment::max());

  work_pool& pool;
  const muniment::passwords::rules& rules;
  moment until;
};

/// A person as an operator enters one.
struct new_user {
  std::string user_name;
  std::optional<std::string> email = {};
  bool email_verified = false;
  std::optional<std::string> display_name = {};
  std::optional<std::string> password = {};
  bool must_change = false;               ///< the password, at the next login
  std::optional<std::string> locale = {}; ///< BCP 47
  user_id_format ids = user_id_format::uuid;
};

/// What came of entering somebody or something; `why` names a refusal code, empty when it is done.
struct entry_reply {
  uuid id;
  std::string why;
};

/// Enters a person, and a password if one is given, which is judged before, or made here; both
/// names are claimed in their canonical spelling. An entry that was cut short before its password
/// was kept is completed when the same is asked for again. Throws `workspace_unavailable`, also
/// when no password can be hashed now or in time.
asio::awaitable<entry_reply> register_user(workspace_door& at, password_hashing hashing,
                                           new_user wanted, wish_origin from);

/// The person with this user name, in any spelling of it.
asio::awaitable<std::optional<uuid>> find_user(workspace_door& at, std::string user_name);

/// The person with this e-mail address, in any spelling of it.
asio::awaitable<std::optional<uuid>> find_user_by_email(workspace_door& at, std::string email);

/// The normal form of a password that somebody was given elsewhere, or why it may not be theirs:
/// the rules are those of one that is chosen here. Throws as `register_user`.
asio::awaitable<std::variant<muniment::passwords::fault, std::string>>
judged_password(password_hashing hashing, std::string typed, muniment::passwords::person whose);

/// A password of our own making, of 120 bits or more: as long as the rules ask.
std::string made_password(const muniment::passwords::rules& asked);

/// Replaces a password, by one that was made here; it ends a lockout. Throws as `register_user`.
asio::awaitable<entry_reply> set_password(workspace_door& at, password_hashing hashing, uuid user,
                                          std::string password, bool must_change, wish_origin from);

}
