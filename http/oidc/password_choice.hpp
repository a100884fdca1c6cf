// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/oidc/call.hpp"
#include "http/pages/pages.hpp"

#include <optional>
#include <string>

namespace muniment::oidc {

/// A password that somebody chose in place of one that they proved to know.
struct password_choice {
  uuid user;
  std::string proven;      ///< the hash that stands for the one they proved
  std::string chosen;      ///< in its normal form (http/oidc/new_password.hpp)
  pages::page_notice same; ///< what to tell where it is that one again
};

enum class choice_verdict : unsigned char {
  replaced,  ///< it is the password from now on
  refused,   ///< it will not do: the form again, with what is wrong
  busy,      ///< the password pool is full or too far behind; nothing was decided
  overtaken, ///< what was proven is the password no longer
};

struct choice_outcome {
  choice_verdict verdict = choice_verdict::overtaken;
  std::string hash = {};                       ///< of the new one, where it is replaced
  std::optional<pages::page_notice> told = {}; ///< where it is refused
  int status = 422;                            ///< of the form that tells it; 503 is our failure
};

/// Makes a choice the password, if it keeps the rules and is another one than was proven; rules and
/// hashes are the work of the password pool. It ends no session. Where the list of stolen passwords
/// cannot be read, nobody can choose, and the log says so. Throws `workspace_unavailable`.
asio::awaitable<choice_outcome> replace_password(call at, password_choice choice);

}
