// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/routes.hpp"

#include "http/oidc/account_choice.hpp"
#include "http/oidc/authorize.hpp"
#include "http/oidc/change_password.hpp"
#include "http/oidc/consent.hpp"
#include "http/oidc/cross_origin.hpp"
#include "http/oidc/documents.hpp"
#include "http/oidc/introspect.hpp"
#include "http/oidc/login.hpp"
#include "http/oidc/logout.hpp"
#include "http/oidc/metadata.hpp"
#include "http/oidc/revoke.hpp"
#include "http/oidc/token.hpp"
#include "http/oidc/userinfo.hpp"

#include <algorithm>
#include <array>

namespace muniment::oidc {
namespace {

/// Where other origins may read replies, they may read failures.
constexpr std::array shared_paths{paths::openid_configuration,
                                  paths::oauth_configuration,
                                  paths::keys,
                                  paths::token,
                                  paths::userinfo,
                                  paths::revoke};

/// Where a GET gives a code or ends a session.
constexpr std::array acting_paths{paths::authorize, paths::resume, paths::end_session};

asio::awaitable<response> let_read(call at) { return preflight(std::move(at), "GET"); }
asio::awaitable<response> let_post(call at) { return preflight(std::move(at), "POST"); }
asio::awaitable<response> let_read_and_post(call at) {
  return preflight(std::move(at), "GET, POST");
}

}

std::vector<http::route> routes(std::shared_ptr<const oidc_context> context) {
  using endpoint = asio::awaitable<response> (*)(call);
  using http::error_style;
  std::vector<http::route> table;
  const auto add = [&](std::vector<std::string> methods, std::string_view path, error_style style,
                       endpoint serve) {
    const auto handle = [context, serve](workspace_door& door, http::request_ptr asked) {
      return serve({*context, door, std::move(asked)});
    };
    table.push_back({std::move(methods), std::string(path), style, handle});
  };
  const auto ask_whom_to_share_with = [context](workspace_door& door, http::request_ptr asked,
                                                response told) {
    return share_with_clients({*context, door, std::move(asked)}, std::move(told));
  };
  add({"GET"}, paths::openid_configuration, error_style::oauth, discovery);
  add({"GET"}, paths::oauth_configuration, error_style::oauth, discovery);
  add({"GET"}, paths::keys, error_style::oauth, keys);
  add({"GET", "POST"}, paths::authorize, error_style::page, authorize);
  add({"GET"}, paths::resume, error_style::page, resume);
  add({"GET"}, paths::login, error_style::page, show_login);
  add({"POST"}, paths::login, error_style::page, log_in);
  add({"POST"}, paths::select_account, error_style::page, take_account);
  add({"POST"}, paths::new_password, error_style::page, take_new_password);
  add({"POST"}, paths::consent, error_style::page, take_consent);
  add({"GET", "POST"}, paths::end_session, error_style::page, log_out);
  add({"POST"}, paths::confirm_logout, error_style::page, confirm_logout);
  add({"POST"}, paths::token, error_style::oauth, give_tokens);
  add({"GET", "POST"}, paths::userinfo, error_style::oauth, userinfo);
  add({"POST"}, paths::introspect, error_style::oauth, introspect);
  add({"POST"}, paths::revoke, error_style::oauth, revoke);
  for (const auto path : {paths::openid_configuration, paths::oauth_configuration, paths::keys})
    add({"OPTIONS"}, path, error_style::oauth, let_read);
  add({"OPTIONS"}, paths::token, error_style::oauth, let_post);
  add({"OPTIONS"}, paths::revoke, error_style::oauth, let_post);
  add({"OPTIONS"}, paths::userinfo, error_style::oauth, let_read_and_post);
  for (auto& each : table) {
    each.takes_token = each.path == paths::userinfo;
    each.acts_on_get = std::ranges::count(acting_paths, each.path) > 0;
    if (std::ranges::count(shared_paths, each.path) > 0)
      each.sharing = {ask_whom_to_share_with, share_with_known_clients};
  }
  return table;
}

}
