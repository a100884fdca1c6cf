// SPDX-License-Identifier: Apache-2.0
#include "http/openapi/failures.hpp"

#include "actors/refusals.hpp"
#include "http/admin/refusal_problem.hpp"
#include "http/oidc/oauth_errors.hpp"
#include "http/server/host.hpp"
#include "http/server/problems.hpp"

#include <algorithm>

namespace muniment::openapi {
namespace {

namespace json = boost::json;

json::object reference(const std::string& kind, const std::string& name) {
  return {{"$ref", "#/components/" + kind + "/" + name}};
}

/// Code and title of every problem, by status.
std::map<int, std::map<std::string, std::string>> problems_by_status() {
  std::map<int, std::map<std::string, std::string>> all;
  const auto add = [&](const http::problem& told) {
    all[told.status].emplace(told.code.view(), told.title.view());
  };
  for (const auto& each : refusals())
    add(http::problem_of(each.code));
  for (const auto& each : http::told_problems())
    add(each.told);
  for (const auto why : {http::host_error::missing_host, http::host_error::invalid_format,
                         http::host_error::tenant_not_found})
    add(http::problem_of(why));
  return all;
}

json::object reply(std::string description, const char* media_type, json::object schema) {
  json::object typed;
  typed[media_type] = json::object{{"schema", std::move(schema)}};
  return {{"description", std::move(description)}, {"content", std::move(typed)}};
}

json::object problem_reply(const std::map<std::string, std::string>& codes) {
  std::string description;
  json::array names;
  for (const auto& [code, title] : codes) {
    description.append(description.empty() ? "`" : " `").append(code).append("`: ").append(title);
    names.emplace_back(code);
  }
  json::object code{{"properties", {{"code", {{"enum", std::move(names)}}}}}};
  json::array both{reference("schemas", "problem"), std::move(code)};
  return reply(std::move(description), "application/problem+json", {{"allOf", std::move(both)}});
}

/// The statuses with which an endpoint of an API may answer by a problem.
std::vector<int> statuses_of(const operation& asked) {
  std::vector<int> all{401, 403, 503};
  if (!asked.body.empty() || !asked.parameters.empty()) all.insert(all.end(), {400, 422});
  if (!asked.body.empty()) all.push_back(415);
  if (asked.path.find('{') != std::string::npos) all.push_back(404);
  if (asked.method == "POST") all.push_back(409);
  std::ranges::sort(all);
  return all;
}

json::object text_schema(std::string_view says) {
  return {{"type", "string"}, {"description", json::string{says}}};
}

json::object problem_schema() {
  json::object properties{
      {"type", text_schema("`urn:muniment:problem:` and the code.")},
      {"title", text_schema("The same for every occurrence.")},
      {"status", {{"type", "integer"}, {"description", "The status of the reply."}}},
      {"detail", text_schema("What to do about this one.")},
      {"code", text_schema("Stable: what a program looks at. docs/errors.md explains each.")},
      {"member", text_schema("What of the request is to blame.")}};
  return {{"type", "object"},
          {"properties", std::move(properties)},
          {"required", json::array{"type", "title", "status", "code"}}};
}

json::object oauth_schema() {
  json::array errors;
  for (const auto& each : oidc::oauth_errors())
    errors.push_back(json::string{each.error});
  auto error = text_schema("By its name in the protocols. docs/errors.md explains each.");
  error["enum"] = std::move(errors);
  json::object properties{{"error", std::move(error)},
                          {"error_description", text_schema("For the developer.")}};
  return {{"type", "object"},
          {"properties", std::move(properties)},
          {"required", json::array{"error"}}};
}

}

json::object failures_of(const operation& asked) {
  json::object all;
  if (asked.told == failures::problem) {
    for (const auto status : statuses_of(asked))
      all[std::to_string(status)] = reference("responses", "problem_" + std::to_string(status));
    all["default"] = reference("responses", "problem");
  }
  if (asked.told == failures::oauth) all["default"] = reference("responses", "oauth_error");
  if (asked.told == failures::page) all["default"] = reference("responses", "page");
  return all;
}

json::object failure_replies() {
  json::object all;
  for (const auto status : {400, 401, 403, 404, 409, 415, 422, 503})
    all["problem_" + std::to_string(status)] = problem_reply(problems_by_status().at(status));
  all["problem"] =
      reply("Any other failure.", "application/problem+json", reference("schemas", "problem"));
  all["oauth_error"] = reply("A failure, as OAuth tells it.", "application/json",
                             reference("schemas", "oauth_error"));
  all["page"] = reply("A failure, told to a person.", "text/html", {{"type", "string"}});
  return all;
}

components failure_schemas() {
  return {{"problem", problem_schema()}, {"oauth_error", oauth_schema()}};
}

}
