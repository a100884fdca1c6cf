// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/password.hpp"
#include "http/oidc/login_attempts.hpp"
#include "http/oidc/login_throttle.hpp"
#include "http/passwords/rules.hpp"
#include "http/server/door.hpp"
#include "http/server/form.hpp"
#include "http/server/message.hpp"
#include "http/server/work_pool.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace muniment::oidc {

namespace asio = boost::asio;
using http::response;
using http::workspace_door;

/// The slug of the workspace whose users and clients operate the deployment.
inline constexpr std::string_view operators_workspace = "system";

/// Lifetimes and addresses. A code lives a minute, whatever is set.
struct oidc_settings {
  std::chrono::seconds access_token_lifetime{600};
  std::chrono::seconds refresh_token_lifetime{std::chrono::days{30}}; ///< of all of a family
  std::chrono::seconds session_lifetime{std::chrono::hours{24}};
  std::chrono::seconds session_idle{std::chrono::hours{1}};
  std::string control_origin = {}; ///< of the control plane; empty where there is none
};

/// The two slow functions, so that a test can count their calls. Called on the password pool.
struct password_functions {
  std::function<crypto::password_check(std::string_view stored, bytes_view password)> verify =
      crypto::verify_password;
  std::function<std::string(bytes_view password)> hash = crypto::hash_password;
};

/// What all endpoints of a node share. Outlives the routes.
struct oidc_context {
  http::work_pool& passwords;
  login_attempts& attempts;
  login_throttle& throttle;
  oidc_settings settings = {};
  password_functions hashing = {};
  muniment::passwords::rules choosing = {}; ///< what a password must be to be chosen
};

/// One request at one endpoint of one workspace. Cheap to copy; context and door outlive it.
struct call {
  const oidc_context& context;
  workspace_door& door;
  http::request_ptr asked;
};

/// The form in the body of a request; nothing unless it is one.
std::optional<http::form> sent_form(const http::request& asked);

/// The parameters of the query; nothing if it cannot be read.
std::optional<http::form> sent_query(const http::request& asked);

/// A parameter of a form, empty when it is missing.
std::string text_of(const http::form& sent, std::string_view name);

/// Whether a page of this very host sent it: the Origin field stands once and names the issuer's
/// origin. Neighbours below the same base domain are same-site, so SameSite tells nothing.
bool from_own_page(const call& at);

/// The value of a field that stands once; nothing when it is missing or stands more than once.
std::optional<std::string_view> only_field(const http::request& asked, std::string_view name);

}
