// SPDX-License-Identifier: Apache-2.0
#include "http/operations/operations.hpp"

#include "http/server/problems.hpp"
#include "http/server/reply.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace muniment::http {
namespace {

struct place {
  std::string_view path;
  const char* id;
  const char* summary;
};

constexpr std::array places{
    place{"/healthz", "healthz", "Whether the server answers at all."},
    place{"/readyz", "readyz",
          "Whether it serves: not while it starts, drains or has no database."},
    place{"/metrics", "metrics", "Figures, in the text format of Prometheus."},
};

response text(int status, std::string body) {
  return {.status = status,
          .fields = {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}},
          .body = std::move(body)};
}

response answer(const request& asked, const std::function<bool()>& ready,
                const figure_sources& sources) {
  const auto known = std::ranges::find(places, asked.path, &place::path);
  if (known == places.end()) return reply_of(problems::not_found);
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

openapi::chapter operations_chapter() {
  openapi::chapter all;
  for (const auto& each : places) {
    openapi::operation told{"GET", std::string{each.path}, each.summary, "operations"};
    told.id = each.id;
    told.at = openapi::audience::operations;
    told.told = openapi::failures::none;
    told.security = {boost::json::object{}};
    told.replies["200"] = boost::json::object{{"description", "So it is; a line or more of text."}};
    if (told.path == "/readyz")
      told.replies["503"] = boost::json::object{{"description", "Not now."}};
    all.operations.push_back(std::move(told));
  }
  return all;
}

}
