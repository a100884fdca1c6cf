// SPDX-License-Identifier: Apache-2.0
#include "http/openapi/operation.hpp"

#include "http/openapi/sentences.hpp"
#include "http/server/problem.hpp"

namespace muniment::openapi {
namespace {

namespace json = boost::json;

json::object content(std::string_view media_type, json::object schema) {
  json::object typed;
  typed[media_type] = json::object{{"schema", std::move(schema)}};
  return typed;
}

const char* said_of(int status) {
  switch (status) {
  case 201:
    return "It is there now.";
  case 202:
    return "It is begun; the operation tells how far it got.";
  default:
    return "The answer.";
  }
}

}

json::array path_parameters(std::string_view path) {
  json::array all;
  for (auto begin = path.find('{'); begin != path.npos; begin = path.find('{', begin + 1)) {
    const auto name = path.substr(begin + 1, path.find('}', begin) - begin - 1);
    json::object parameter{{"name", json::string{name}}, {"in", "path"}, {"required", true}};
    parameter["description"] = json::string{meaning_of_member("path", name)};
    parameter["schema"] = json::object{{"type", "string"}};
    all.push_back(std::move(parameter));
  }
  return all;
}

json::object json_reply(int status, json::object schema) {
  json::object reply{{"description", said_of(status)}};
  reply["content"] = content(http::json_media_type, std::move(schema));
  return {{std::to_string(status), std::move(reply)}};
}

json::object page_reply(int status) {
  json::object reply{{"description", "A page."}};
  reply["content"] = content("text/html", {{"type", "string"}});
  return {{std::to_string(status), std::move(reply)}};
}

json::object form_body(const std::vector<form_member>& members) {
  json::object properties;
  json::array required;
  for (const auto& each : members) {
    properties[each.name] = json::object{{"type", "string"}, {"description", each.says}};
    if (each.required) required.emplace_back(each.name);
  }
  json::object schema{{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) schema["required"] = std::move(required);
  return {{"required", true},
          {"content", content("application/x-www-form-urlencoded", std::move(schema))}};
}

operation api_operation(operation named, std::string scope, shapes found) {
  named.id = std::move(found.id);
  named.scope = std::move(scope);
  named.parameters = path_parameters(named.path);
  for (auto& each : found.parameters)
    named.parameters.push_back(std::move(each));
  if (found.body) {
    named.body["required"] = found.body_required;
    named.body["content"] = content(http::json_media_type, std::move(*found.body));
  }
  named.replies = json_reply(found.status, std::move(found.reply));
  return named;
}

}
