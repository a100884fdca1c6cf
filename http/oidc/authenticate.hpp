// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/call.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace muniment::oidc {

/// What was typed into the login form, and for which client, if for one; or by somebody who is
/// signed in and changes their password.
struct typed_login {
  std::string user_name;
  std::string password;
  std::optional<uuid> client;
};

enum class login_verdict : unsigned char {
  welcome,
  refused,         ///< for whatever reason: nobody is told which
  change_password, ///< right, but given by an operator for one use
  busy,            ///< the password pool is full or too far behind; nothing was decided
  delayed,         ///< from here too many failed: nothing was looked up
};

struct login_outcome {
  login_verdict verdict = login_verdict::refused;
  uuid user = {};               ///< whoever is welcome, or is to change their password
  std::string proven = {};      ///< the hash that stands for it
  std::chrono::seconds wait{0}; ///< until the next try, where this one is delayed
};

/// Finds out whether that is a user's password. Whoever the user is and whatever stands in the way,
/// it looks up, hashes and asks the aggregates equally often: one verification, one record of the
/// refusal, one wish to the credential. That wish is not waited for, since only where there is
/// something to lock it is written. Only a welcome differs, which may hash a second time, to renew
/// an old hash. Failures count before anything else is known of them
/// (http/oidc/login_attempts.hpp), and before that for where they come from
/// (http/oidc/login_throttle.hpp): who is delayed costs no look-up and no hash, and is told the
/// same whoever was named.
asio::awaitable<login_outcome> authenticate(call at, typed_login typed);

}
