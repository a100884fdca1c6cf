// SPDX-License-Identifier: Apache-2.0
#include "http/server/problem.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace muniment::http {
namespace {

boost::json::string_view json_view(fixed_text text) {
  return {text.view().data(), text.view().size()};
}

}

std::string render(const problem& told) {
  boost::json::object body;
  body["type"] = "urn:muniment:problem:" + std::string(told.code.view());
  body["title"] = json_view(told.title);
  body["status"] = told.status;
  if (!told.detail.view().empty()) body["detail"] = json_view(told.detail);
  body["code"] = json_view(told.code);
  if (!told.member.view().empty()) body["member"] = json_view(told.member);
  return boost::json::serialize(body);
}

std::string render(const oauth_error& told) {
  boost::json::object body;
  body["error"] = json_view(told.error);
  if (!told.description.view().empty()) body["error_description"] = json_view(told.description);
  return boost::json::serialize(body);
}

}
