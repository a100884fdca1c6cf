// SPDX-License-Identifier: Apache-2.0
#include "http/admin/sent_json.hpp"

#include "http/admin/refusal_problem.hpp"
#include "http/server/json_body.hpp"
#include "http/server/octets.hpp"
#include "http/server/problems.hpp"

namespace muniment::http {
namespace {

bool is_json(const request& asked) {
  if (asked.count("Content-Type") != 1) return false;
  const auto type = *asked.field("Content-Type");
  return equal_ignoring_case(trimmed(type.substr(0, type.find(';'))), json_media_type);
}

boost::json::object parsed(const request& asked) {
  if (!is_json(asked)) throw problem_found{problems::unsupported_media_type};
  auto object = parse_json_object(asked.body);
  if (!object) throw problem_found{with_detail(problems::malformed_body, describe(object.error()))};
  return std::move(*object);
}

}

void refuse_value(fixed_text name, fixed_text detail) {
  throw problem_found{with_detail(problem_of(refusal_code::invalid_value), detail, name)};
}

sent_json::sent_json(const request& asked) : members_{parsed(asked)} {}

const boost::json::value* sent_json::find(fixed_text name) {
  asked_for_.insert(name.view());
  const auto* value = members_.if_contains({name.view().data(), name.view().size()});
  return value && !value->is_null() ? value : nullptr;
}

std::optional<std::string> sent_json::text_if_any(fixed_text name) {
  const auto* value = find(name);
  if (!value) return {};
  if (!value->is_string()) refuse_value(name, "It is not a text.");
  return std::string(value->get_string());
}

std::string sent_json::text(fixed_text name) {
  auto value = text_if_any(name);
  if (!value || value->empty()) refuse_value(name, "It is missing.");
  return std::move(*value);
}

std::optional<bool> sent_json::flag_if_any(fixed_text name) {
  const auto* value = find(name);
  if (!value) return {};
  if (!value->is_bool()) refuse_value(name, "It is neither true nor false.");
  return value->get_bool();
}

std::vector<std::string> sent_json::texts(fixed_text name) {
  return texts_if_any(name).value_or(std::vector<std::string>{});
}

std::optional<std::vector<std::string>> sent_json::texts_if_any(fixed_text name) {
  const auto* value = find(name);
  if (!value) return {};
  if (!value->is_array()) refuse_value(name, "It is not a list of texts.");
  std::vector<std::string> all;
  for (const auto& each : value->get_array()) {
    if (!each.is_string()) refuse_value(name, "It is not a list of texts.");
    all.emplace_back(each.get_string());
  }
  return all;
}

void sent_json::finish() const {
  for (const auto& each : members_)
    if (!asked_for_.contains({each.key().data(), each.key().size()}))
      throw problem_found{problems::unknown_member};
}

}
