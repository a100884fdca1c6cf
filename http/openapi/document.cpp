// SPDX-License-Identifier: Apache-2.0
#include "http/openapi/document.hpp"

#include "http/openapi/failures.hpp"
#include "http/openapi/yaml.hpp"

namespace muniment::openapi {
namespace {

namespace json = boost::json;

constexpr auto about =
    R"(The endpoints of Muniment: of a workspace (the admin API, OAuth and OpenID Connect, pages), of the control plane of a deployment, and of its operations. Made from the tables of routes and the types that they read and answer; a test keeps it equal to them. docs/errors.md explains every code, docs/events.md every event, docs/guides/administration.md who may ask the admin API.)";

json::object variable(const char* usual, const char* says) {
  return {{"default", usual}, {"description", says}};
}

json::object workspace_server() {
  json::object variables;
  variables["slug"] = variable("demo", "The route name of the workspace.");
  variables["base_domain"] =
      variable("muniment.localhost:8443", "Of the deployment, with the port.");
  return {{"url", "https://{slug}.{base_domain}"}, {"variables", std::move(variables)}};
}

json::object server_of(audience at) {
  if (at == audience::workspace) return workspace_server();
  if (at == audience::operations) return {{"url", "http://127.0.0.1:9464"}};
  json::object variables;
  variables["base_domain"] =
      variable("muniment.localhost:8443", "Of the deployment, with the port.");
  return {{"url", "https://api.{base_domain}"}, {"variables", std::move(variables)}};
}

json::array tags() {
  const auto tag = [](const char* name, const char* says) {
    return json::object{{"name", name}, {"description", says}};
  };
  return {tag("oauth", "OAuth 2 and OpenID Connect, for clients."),
          tag("pages", "Pages, for people in a browser."),
          tag("admin", "The admin API of a workspace."),
          tag("control", "The control plane of the deployment."),
          tag("operations", "For whoever runs it; on the loopback only.")};
}

json::object security_schemes() {
  json::object bearer{{"type", "http"}, {"scheme", "bearer"}};
  bearer["description"] =
      "An access token. Scopes: `admin:read` to read, `admin:write` to change, and to read as "
      "well. A user needs a role besides: `workspace.auditor` or `workspace.admin` to read, "
      "`workspace.admin` to change.";
  json::object basic{{"type", "http"}, {"scheme", "basic"}};
  basic["description"] = "`client_id` and `client_secret`, each form-encoded (RFC 6749 section "
                         "2.3.1).";
  return {{"access_token", std::move(bearer)}, {"client_secret_basic", std::move(basic)}};
}

json::array security_of(const operation& each) {
  if (!each.scope) return each.security;
  return {json::object{{"access_token", json::array{*each.scope}}}};
}

json::object told(const operation& each) {
  json::object object{{"tags", json::array{each.tag}},
                      {"operationId", each.id},
                      {"summary", each.summary},
                      {"security", security_of(each)}};
  if (!each.parameters.empty()) object["parameters"] = each.parameters;
  if (!each.body.empty()) object["requestBody"] = each.body;
  auto replies = each.replies;
  const auto failures = failures_of(each);
  for (const auto& failure : failures)
    replies.emplace(failure.key(), failure.value());
  object["responses"] = std::move(replies);
  return object;
}

std::string lower(std::string method) {
  for (auto& each : method)
    each = static_cast<char>(each | 0x20);
  return method;
}

json::object paths_of(const std::vector<chapter>& chapters) {
  json::object paths;
  for (const auto& chapter : chapters)
    for (const auto& each : chapter.operations) {
      auto& path = paths[each.path];
      if (!path.is_object()) path.emplace_object();
      if (each.at != audience::workspace && path.get_object().empty())
        path.get_object()["servers"] = json::array{server_of(each.at)};
      path.get_object()[lower(each.method)] = told(each);
    }
  return paths;
}

json::object schemas_of(const std::vector<chapter>& chapters) {
  auto all = failure_schemas();
  for (const auto& each : chapters)
    all.insert(each.used.begin(), each.used.end());
  json::object schemas;
  for (auto& [name, schema] : all)
    schemas[name] = std::move(schema);
  return schemas;
}

}

json::object document(const std::vector<chapter>& chapters) {
  json::object all;
  all["openapi"] = "3.1.1";
  all["info"] = json::object{{"title", "Muniment"},
                             {"version", MUNIMENT_VERSION},
                             {"summary", "An event-sourced identity server."},
                             {"description", about},
                             {"license", {{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}};
  all["servers"] = json::array{workspace_server()};
  all["tags"] = tags();
  all["paths"] = paths_of(chapters);
  all["components"] = json::object{{"schemas", schemas_of(chapters)},
                                   {"responses", failure_replies()},
                                   {"securitySchemes", security_schemes()}};
  return all;
}

std::string page(const std::vector<chapter>& chapters) {
  return "# Made by the program itself; a test keeps it equal.\n" + to_yaml(document(chapters));
}

}
