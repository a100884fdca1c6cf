// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/authorization_response.hpp"

#include "http/server/uri.hpp"

namespace muniment::oidc {
namespace {

/// Adds parameters behind those the redirect URI has itself (RFC 6749 section 3.1.2).
class location {
public:
  explicit location(std::string_view base) : text_(base) {
    const auto mark = base.find('?');
    if (mark == std::string_view::npos)
      separator_ = "?";
    else
      separator_ = mark + 1 == base.size() ? "" : "&";
  }

  void add(std::string_view name, std::string_view value) {
    text_ += separator_;
    text_ += name;
    text_ += '=';
    text_ += http::percent_encoded(value);
    separator_ = "&";
  }

  std::string finish(const response_target& target) && {
    if (target.state) add("state", *target.state);
    add("iss", target.issuer);
    return std::move(text_);
  }

  std::string finish() && { return std::move(text_); }

private:
  std::string text_;
  std::string_view separator_;
};

}

std::string code_location(const response_target& target, std::string_view code) {
  location to(target.redirect_uri);
  to.add("code", code);
  return std::move(to).finish(target);
}

std::string error_location(const response_target& target, const http::oauth_error& why) {
  location to(target.redirect_uri);
  to.add("error", why.error.view());
  if (!why.description.view().empty()) to.add("error_description", why.description.view());
  return std::move(to).finish(target);
}

std::string logged_out_location(std::string_view redirect_uri,
                                const std::optional<std::string>& state) {
  location to(redirect_uri);
  if (state) to.add("state", *state);
  return std::move(to).finish();
}

}
