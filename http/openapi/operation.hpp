// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

/// docs/openapi.yaml, made of the tables of routes and of the shapes of what they read and answer
/// (OpenAPI 3.1.1, whose schemas are JSON Schema 2020-12).
namespace muniment::openapi {

/// Schemas by name, which others refer to.
using components = std::map<std::string, boost::json::object>;

/// What an endpoint reads and answers.
struct shapes {
  std::string id;                ///< unique among all operations
  boost::json::array parameters; ///< of its query
  std::optional<boost::json::object> body;
  bool body_required = false;
  int status = 200;
  boost::json::object reply;
};

/// Which host an operation is asked at.
enum class audience : unsigned char { workspace, control, operations };

/// How failures are told.
enum class failures : unsigned char { problem, oauth, page, none };

/// One method of one path.
struct operation {
  std::string method; ///< in upper case
  std::string path;   ///< with `{names}`
  std::string summary;
  std::string tag; ///< the chapter it stands in
  audience at = audience::workspace;
  failures told = failures::problem;
  std::optional<std::string> scope = {}; ///< what the access token has to allow
  boost::json::object body = {};         ///< a Request Body Object; empty where there is none
  boost::json::array parameters = {};
  boost::json::object replies = {}; ///< Response Objects by status, without failures
  boost::json::array security = {}; ///< where it is no access token
  std::string id = {};
};

/// The operations of one API and the schemas that they refer to.
struct chapter {
  std::vector<operation> operations;
  components used;
};

/// An operation of an API of ours: `named` (its method, path, summary and tag), which takes an
/// access token with this scope, with what its endpoint reads and answers.
operation api_operation(operation named, std::string scope, shapes found);

/// The parameters that the names of a path stand for: Parameter Objects.
boost::json::array path_parameters(std::string_view path);

/// A member of a form, or a parameter of a query.
struct form_member {
  std::string name;
  std::string says;
  bool required = true;
};

/// The Request Body Object of a form.
boost::json::object form_body(const std::vector<form_member>& members);

/// Response Objects with one of that status, whose body is JSON of that schema, and one that is a
/// page for people.
boost::json::object json_reply(int status, boost::json::object schema);
boost::json::object page_reply(int status);

}
