// SPDX-License-Identifier: Apache-2.0
#include "http/operations/redirect.hpp"

#include "http/server/form.hpp"
#include "http/server/problems.hpp"
#include "http/server/reply.hpp"

#include <memory>
#include <utility>

namespace muniment::http {
response redirected(const request& asked, const host_router& hosts, unsigned short public_port) {
  const auto host = asked.field("host");
  const auto destination = hosts.route(host);
  if (const auto* error = std::get_if<host_error>(&destination))
    return reply_of(problem_of(*error));
  if (asked.method != "GET" && asked.method != "HEAD") {
    auto reply = reply_of(problems::https_required);
    reply.fields.push_back({"Allow", "GET, HEAD"});
    return reply;
  }
  if (carries_token(asked.query)) return reply_of(problems::token_in_query);
  auto location = "https://" + host_name(*host);
  if (public_port != 443) location += ":" + std::to_string(public_port);
  location += asked.path;
  if (!asked.query.empty()) location += "?" + asked.query;
  return {.status = 308, .fields = {{"Location", location}}};
}

handler make_redirect(host_router hosts, unsigned short public_port) {
  const auto kept = std::make_shared<const host_router>(std::move(hosts));
  return [kept, public_port](const request_ptr& asked) {
    return at_once(redirected(*asked, *kept, public_port));
  };
}

}
