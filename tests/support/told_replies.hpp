// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/openapi/document.hpp"
#include "http/openapi_documentation.hpp"
#include "http/server/host.hpp"
#include "http/server/routes.hpp"
#include "tests/support/replies.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include <map>
#include <set>

/// Whether replies are what docs/openapi.yaml says of them.
namespace muniment::test {

/// A document, and values held against its schemas: of JSON Schema what our own use. A member that
/// a schema does not name is wrong here, though clients have to bear it.
class schema_check {
public:
  explicit schema_check(boost::json::object document) : document_{std::move(document)} {}

  [[nodiscard]] const boost::json::object& document() const { return document_; }

  /// What is wrong, and where; empty when nothing is.
  [[nodiscard]] std::string fault(const boost::json::value& value,
                                  const boost::json::object& schema,
                                  const std::string& at = "it") const {
    if (const auto* any = schema.if_contains("anyOf")) return fault_of_any(value, *any, at);
    if (const auto* names = schema.if_contains("enum"); names && !among(value, *names))
      return at + " is none of those named: " + boost::json::serialize(value);
    if (const auto* type = schema.if_contains("type"); type && !is_of(value, *type))
      return at + " is no " + boost::json::serialize(*type) + ": " + boost::json::serialize(value);
    if (value.is_array() && schema.contains("items"))
      for (const auto& each : value.get_array())
        if (auto wrong = fault(each, schema.at("items").as_object(), at + "[]"); !wrong.empty())
          return wrong;
    return value.is_object() ? fault_of_object(value.get_object(), schema, at) : std::string{};
  }

private:
  using properties = std::map<std::string, std::vector<const boost::json::object*>>;

  static bool among(const boost::json::value& value, const boost::json::value& names) {
    for (const auto& each : names.as_array())
      if (each == value) return true;
    return false;
  }

  static bool is_of(const boost::json::value& value, const boost::json::value& type) {
    if (const auto* types = type.if_array()) {
      for (const auto& each : *types)
        if (is_of(value, each)) return true;
      return false;
    }
    const auto& name = type.as_string();
    return (name == "object" && value.is_object()) || (name == "array" && value.is_array()) ||
           (name == "string" && value.is_string()) || (name == "boolean" && value.is_bool()) ||
           (name == "null" && value.is_null()) || (name == "number" && value.is_number()) ||
           (name == "integer" && (value.is_int64() || value.is_uint64()));
  }

  std::string fault_of_any(const boost::json::value& value, const boost::json::value& any,
                           const std::string& at) const {
    std::string wrong;
    for (const auto& each : any.as_array()) {
      wrong = fault(value, each.as_object(), at);
      if (wrong.empty()) return {};
    }
    return wrong;
  }

  /// Follows references and what a schema is put together from.
  void gather(const boost::json::object& schema, properties& named,
              std::set<std::string>& required) const {
    if (const auto* reference = schema.if_contains("$ref")) {
      const std::string path{reference->as_string()};
      const auto& kinds = document_.at("components").at("schemas").as_object();
      gather(kinds.at(path.substr(path.rfind('/') + 1)).as_object(), named, required);
    }
    if (const auto* all = schema.if_contains("allOf"))
      for (const auto& each : all->as_array())
        gather(each.as_object(), named, required);
    if (const auto* own = schema.if_contains("properties"))
      for (const auto& each : own->as_object())
        named[std::string(each.key().data(), each.key().size())].push_back(
            &each.value().as_object());
    if (const auto* names = schema.if_contains("required"))
      for (const auto& each : names->as_array())
        required.emplace(each.as_string());
  }

  std::string fault_of_object(const boost::json::object& value, const boost::json::object& schema,
                              const std::string& at) const {
    properties named;
    std::set<std::string> required;
    gather(schema, named, required);
    for (const auto& each : required)
      if (!value.contains(each)) return at + " has no " + each;
    for (const auto& each : value) {
      const auto found = named.find(std::string(each.key().data(), each.key().size()));
      if (found == named.end() && !named.empty())
        return at + " has a member that is not told: " +
               std::string(each.key().data(), each.key().size());
      if (found == named.end()) continue;
      for (const auto* one : found->second)
        if (auto wrong = fault(each.value(), *one, at + "." + found->first); !wrong.empty())
          return wrong;
    }
    return {};
  }

  boost::json::object document_;
};

/// Against the schemas of what the program tells of itself.
inline const schema_check& told_schemas() {
  static const schema_check all{openapi::document(http::told_chapters())};
  return all;
}

/// What the document tells of the replies to a request; null for one that no route has.
inline const boost::json::object* told_responses(const http::request& asked) {
  for (const auto& path : told_schemas().document().at("paths").as_object()) {
    const auto method = asked.method == "POST" ? "post" : "get";
    const auto* told = path.value().as_object().if_contains(method);
    if (told && http::fit({path.key().data(), path.key().size()}, asked.path))
      return &told->at("responses").as_object();
  }
  return nullptr;
}

/// The Response Object of a status, or that of any other failure.
inline const boost::json::object& told_response(const boost::json::object& responses, int status) {
  const auto* found = responses.if_contains(std::to_string(status));
  if (!found && status < 300) ADD_FAILURE() << status << " is not told";
  const auto& told = (found ? *found : responses.at("default")).as_object();
  const auto* reference = told.if_contains("$ref");
  if (!reference) return told;
  const std::string path{reference->as_string()};
  const auto& kinds = told_schemas().document().at("components").at("responses").as_object();
  return kinds.at(path.substr(path.rfind('/') + 1)).as_object();
}

/// Whether the request was turned away for its host, before a route was looked for.
inline bool is_of_no_host(const boost::json::value& problem) {
  const auto* code = problem.as_object().if_contains("code");
  for (const auto why : {http::host_error::missing_host, http::host_error::invalid_format,
                         http::host_error::tenant_not_found})
    if (code && *code == boost::json::string{http::problem_of(why).code.view()}) return true;
  return false;
}

/// Expects a reply in JSON to be one that docs/openapi.yaml tells for this request.
inline void expect_told(const http::request& asked, const http::response& reply) {
  const auto type = field(reply, "Content-Type");
  const auto* responses = type.find("json") == type.npos ? nullptr : told_responses(asked);
  if (!responses) return;
  const auto body = boost::json::parse(reply.body);
  if (is_of_no_host(body)) return;
  const auto& told = told_response(*responses, reply.status);
  const auto* content = told.if_contains("content");
  const auto* typed = content ? content->as_object().if_contains(type) : nullptr;
  ASSERT_TRUE(typed) << asked.method << ' ' << asked.path << ' ' << reply.status << ' ' << type;
  const auto wrong = told_schemas().fault(body, typed->at("schema").as_object());
  EXPECT_EQ(wrong, "") << asked.method << ' ' << asked.path << ' ' << reply.status;
}

}
