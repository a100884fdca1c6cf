// SPDX-License-Identifier: Apache-2.0
#include "http/account/routes.hpp"

#include "http/account/account.hpp"
#include "http/account/password.hpp"
#include "http/account/paths.hpp"

namespace muniment::account {

std::vector<http::route> routes(std::shared_ptr<const oidc::oidc_context> context) {
  using endpoint = oidc::asio::awaitable<http::response> (*)(oidc::call);
  std::vector<http::route> table;
  const auto add = [&](const char* method, std::string_view path, endpoint serve) {
    const auto handle = [context, serve](http::workspace_door& door, http::request_ptr asked) {
      return serve({*context, door, std::move(asked)});
    };
    table.push_back({{method}, std::string(path), http::error_style::page, handle});
  };
  add("GET", paths::home, show_home);
  add("GET", paths::account, show_account);
  add("GET", paths::password, show_password_form);
  add("POST", paths::password, change_password);
  add("POST", paths::sign_out, sign_out);
  add("GET", paths::signed_out, show_signed_out);
  return table;
}

}
