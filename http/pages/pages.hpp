// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/instant.hpp"
#include "http/server/fixed_text.hpp"
#include "http/server/problem.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What people see. Pure: values in, HTML out; every value is escaped. The pages need no script.
namespace muniment::pages {

/// A sentence above the form, read out at once by screen readers.
struct page_notice {
  http::fixed_text heading;
  http::fixed_text text;
};

/// Asks for user name and password.
struct login_page {
  std::string workspace; ///< shown below
  std::string client;    ///< name of who sent the user here; empty on the way to the account page
  std::string request;   ///< the sealed request
  std::string token;     ///< against forged posts
  std::string user_name; ///< what the client hinted at
  std::optional<page_notice> notice = {};
};

/// The whole HTML document; throws std::logic_error for a template that cannot be used.
std::string render(const login_page& page);

/// Says that nobody can sign in from here for a while.
struct paused_page {
  std::string workspace;
  std::string request; ///< the sealed login, to come back to; empty for the change of a password
  std::chrono::seconds wait{};
};

/// The whole HTML document; throws std::logic_error for a template that cannot be used.
std::string render(const paused_page& page);

/// Where somebody who was given a password for one use chooses their own.
struct new_password_page {
  std::string workspace;
  std::string user_name;
  std::string request;              ///< the sealed login
  std::string ticket;               ///< the sealed proof that the one-time password was typed
  std::string token;                ///< against forged posts
  std::size_t least_characters = 0; ///< that it must have
  std::optional<page_notice> notice = {};
};
std::string render(const new_password_page& page);

/// Where somebody who is signed in puts another password in place of theirs.
struct change_password_page {
  std::string workspace;
  std::string user_name;
  std::string token;                ///< against forged posts
  std::size_t least_characters = 0; ///< that the new one must have
  std::optional<page_notice> notice = {};
};

/// The whole HTML document; throws std::logic_error for a template that cannot be used.
std::string render(const change_password_page& page);

/// Says to the person what they can do, and to the developer what they did wrong.
struct error_page {
  std::string workspace;
  http::fixed_text heading;
  http::fixed_text text;
  std::optional<http::oauth_error> developer = {};
  std::string reference; ///< the request id, to be found in the log
};

/// The whole HTML document; throws std::logic_error for a template that cannot be used.
std::string render(const error_page& page);

/// Asks as whom the person wants to go on.
struct account_choice_page {
  std::string workspace;
  std::string client;
  std::string user_name; ///< who is signed in
  std::string request;
  std::string token;
};
/// The whole HTML document; throws std::logic_error for a template that cannot be used.
std::string render(const account_choice_page& page);

/// Asks whether a client may have what it asked for.
struct consent_page {
  std::string workspace;
  std::string client; ///< its name
  std::vector<std::string> scopes;
  std::string user_name; ///< who is asked
  std::string request;   ///< the sealed request
  std::string token;     ///< against forged posts
};

/// The whole HTML document; throws std::logic_error for a template that cannot be used.
std::string render(const consent_page& page);

/// Who is signed in, for themselves.
struct account_page {
  std::string workspace;
  std::string display_name; ///< empty when there is none; so are the next two
  std::string user_name;
  std::string email;
  bool email_verified{};
  instant signed_in_at;             ///< shown to the minute, in UTC
  std::vector<std::string> methods; ///< RFC 8176
  std::string token;                ///< of the form that signs out
  bool password_changed = false;    ///< just now, by themselves
};

/// The whole HTML document; throws std::logic_error for a template that cannot be used.
std::string render(const account_page& page);

/// Asks whether the person wants to be signed out.
struct logout_page {
  std::string workspace;
  std::string client; ///< who asks; empty when it is not known
  std::string user_name;
  std::string request;
  std::string token;
};
/// The whole HTML document; throws std::logic_error for a template that cannot be used.
std::string render(const logout_page& page);

/// Says that nobody is signed in any more.
struct signed_out_page {
  std::string workspace;
};

/// The whole HTML document; throws std::logic_error for a template that cannot be used.
std::string render(const signed_out_page& page);

/// Answers a form that was the last on the way to a client: leads on there by itself, at once, and
/// by a link (docs/decisions/0033-a-page-leads-on-from-a-form.md).
struct onward_page {
  std::string workspace;
  std::string client; ///< its name
  std::string to;     ///< a verified address, from its scheme on, with what is answered
};

/// The whole HTML document; throws std::logic_error for a template that cannot be used, and for an
/// address that begins with no scheme.
std::string render(const onward_page& page);

/// The Content-Security-Policy of every page: nothing but its own style sheet, and forms go to this
/// host. Some browsers hold all redirects that follow a form to that too.
std::string content_security_policy();

}
