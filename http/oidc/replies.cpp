// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/replies.hpp"

#include <algorithm>

namespace muniment::oidc {
namespace {

const http::field_line not_stored{"Cache-Control", "no-store"};
/// For caches of HTTP/1.0 (RFC 6749 section 5.1).
const http::field_line not_stored_of_old{"Pragma", "no-cache"};

}

response see_other(std::string location) {
  return {303, {{"Location", std::move(location)}, not_stored}, {}};
}

response lead_on(const call& at, std::string client, std::string location) {
  return pages::onward_reply({at.door.identity().slug, std::move(client), std::move(location)});
}

response json_reply(int status, std::string body) {
  return {status,
          {{"Content-Type", std::string(http::json_media_type)}, not_stored, not_stored_of_old},
          std::move(body)};
}

response oauth_reply(int status, const http::oauth_error& why) {
  return json_reply(status, http::render(why));
}

response error_reply(const call& at, int status, http::fixed_text heading, http::fixed_text text,
                     std::optional<http::oauth_error> developer) {
  const pages::error_page shown{at.door.identity().slug, heading, text, developer,
                                at.asked->request_id};
  return pages::html_reply(status, pages::render(shown));
}

response bad_request_page(const call& at, const http::oauth_error& why) {
  return error_reply(at, 400, "This link does not work",
                     "The application that sent you here asked in a way that cannot be answered. "
                     "Go back to it and try again; if that does not help, tell those who run it.",
                     why);
}

response stale_form_page(const call& at) {
  return error_reply(at, 403, "This page is too old",
                     "It was open for too long, or it was not opened from here. Go back to the "
                     "application and start again.");
}

response busy_page(const call& at) {
  auto reply = error_reply(at, 503, "Too many people are signing in",
                           "Wait a few seconds, then go back and try again.");
  // A password takes longer than what else is 503.
  const auto wait =
      std::ranges::find(reply.fields, std::string{"Retry-After"}, &http::field_line::name);
  wait->value = "2";
  return reply;
}

response paused_page(const call& at, std::string box, std::chrono::seconds wait) {
  const pages::paused_page shown{at.door.identity().slug, std::move(box), wait};
  auto reply = pages::html_reply(429, pages::render(shown));
  reply.fields.push_back({"Retry-After", std::to_string(wait.count())});
  return reply;
}

}
