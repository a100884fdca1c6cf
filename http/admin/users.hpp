// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/user_id.hpp"
#include "http/node/wish.hpp"
#include "http/server/door.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace muniment::http {

class work_pool;

/// Where passwords are hashed, and until when somebody waits for it.
struct password_hashing {
  using moment = std::chrono::steady_clock::time_point;

  // NOLINTNEXTLINE(google-explicit-constructor): who waits without end names the pool alone.
  password_hashing(work_pool& at, moment ends = moment::max()) : pool{at}, until{ends} {}

  work_pool& pool;
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

/// Enters a person, and a password if one is given; both names are claimed in their canonical
/// spelling. An entry that was cut short before its password was kept is completed when the same
/// is asked for again. Throws `workspace_unavailable`, also when no password can be hashed
/// now or in time.
asio::awaitable<entry_reply> register_user(workspace_door& at, password_hashing passwords,
                                           new_user wanted, wish_origin from);

/// The person with this user name, in any spelling of it.
asio::awaitable<std::optional<uuid>> find_user(workspace_door& at, std::string user_name);

/// The person with this e-mail address, in any spelling of it.
asio::awaitable<std::optional<uuid>> find_user_by_email(workspace_door& at, std::string email);

/// Whether a text may be somebody's password.
bool is_password(const std::string& text);

/// A password of our own making, of 120 bits.
std::string made_password();

/// Replaces a password; it ends a lockout. Throws as `register_user`.
asio::awaitable<entry_reply> set_password(workspace_door& at, password_hashing passwords, uuid user,
                                          std::string password, bool must_change, wish_origin from);

}
