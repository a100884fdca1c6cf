// SPDX-License-Identifier: Apache-2.0
#include "http/operations/operations.hpp"

#include "http/server/problems.hpp"
#include "http/server/reply.hpp"

#include <utility>

namespace muniment::http {
namespace {

response text(int status, std::string body) {
  return {.status = status,
          .fields = {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}},
          .body = std::move(body)};
}

response answer(const request& asked, const std::function<bool()>& ready,
                const figure_sources& sources) {
  const bool known =
      asked.path == "/healthz" || asked.path == "/readyz" || asked.path == "/metrics";
  if (!known) return reply_of(problems::not_found);
  if (asked.method != "GET" && asked.method != "HEAD") {
    auto reply = reply_of(problems::method_not_allowed);
    reply.fields.push_back({"Allow", "GET, HEAD"});
    return reply;
  }
  if (asked.path == "/metrics") return text(200, exposition(sources));
  if (asked.path == "/readyz" && !ready()) return text(503, "not ready\n");
  return text(200, asked.path == "/readyz" ? "ready\n" : "healthy\n");
}

}

handler make_operations(std::function<bool()> ready, figure_sources sources) {
  return [ready = std::move(ready), sources = std::move(sources)](const request_ptr& asked) {
    return at_once(answer(*asked, ready, sources));
  };
}

}
