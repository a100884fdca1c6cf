// SPDX-License-Identifier: Apache-2.0
#include "http/pages/html_reply.hpp"

namespace muniment::pages {
namespace {

/// What a problem is to the person at the browser; its own words are for developers.
page_notice words_for(int status) {
  switch (status) {
  case 405:
    return {"This page cannot be used like that",
            "It was reached in a way that it does not answer. Go back and try again."};
  case 503:
    return {"Please try again in a moment",
            "This service is busy or is just starting. Wait a few seconds, then load the page "
            "again."};
  default:
    return {"That did not work", "Go back and try again."};
  }
}

/// Under `no-referrer` browsers send `Origin: null` with a form, even to the page's own host.
constexpr auto for_own_host = "same-origin";

http::response reply_under(const char* referrer_policy, int status, std::string html) {
  return {status,
          {{"Content-Type", "text/html; charset=utf-8"},
           {"Cache-Control", "no-store"},
           {"Content-Security-Policy", content_security_policy()},
           {"Referrer-Policy", referrer_policy}},
          std::move(html)};
}

}

http::response html_reply(int status, std::string html) {
  auto reply = reply_under(for_own_host, status, std::move(html));
  if (status == 503) reply.fields.push_back({"Retry-After", "1"});
  return reply;
}

http::response onward_reply(const onward_page& page) {
  return reply_under("no-referrer", 200, render(page));
}

http::response failure_reply(const http::problem& told, std::string workspace,
                             std::string reference) {
  const auto words = words_for(told.status);
  error_page shown{std::move(workspace), words.heading, words.text, {}, std::move(reference)};
  if (told.status < 500) shown.developer = http::oauth_error{told.code, told.title};
  return reply_under(for_own_host, told.status, render(shown));
}

}
