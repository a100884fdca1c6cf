// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/user_id.hpp"
#include "http/node/wish.hpp"
#include "http/server/door.hpp"

#include <optional>
#include <string>

namespace muniment::http {

class work_pool;

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
/// is asked for again. Throws `workspace_unavailable`, also when no password can be hashed now.
asio::awaitable<entry_reply> register_user(workspace_door& at, work_pool& passwords,
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
asio::awaitable<entry_reply> set_password(workspace_door& at, work_pool& passwords, uuid user,
                                          std::string password, bool must_change, wish_origin from);

}
