// SPDX-License-Identifier: Apache-2.0
#include "http/server/json_body.hpp"

#include "crypto/strict_json.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <limits>
#include <utility>

namespace muniment::http {
namespace {

namespace json = boost::json;
using json::error_code;
using json::string_view;

// Counts while the parser goes by. Names as Boost.JSON wants them.
struct counting_handler {
  static constexpr std::size_t max_object_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_array_size = max_object_size;
  static constexpr std::size_t max_key_size = max_object_size;
  static constexpr std::size_t max_string_size = max_object_size;

  std::size_t members = 0, elements = 0;
  bool nul = false;

  bool text(string_view part) {
    nul = nul || part.find('\0') != string_view::npos;
    return true;
  }
  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) { return true; }
  bool on_object_end(std::size_t count, error_code&) { return members += count, true; }
  bool on_array_begin(error_code&) { return true; }
  bool on_array_end(std::size_t count, error_code&) { return elements += count, true; }
  bool on_key_part(string_view part, std::size_t, error_code&) { return text(part); }
  bool on_key(string_view part, std::size_t, error_code&) { return text(part); }
  bool on_string_part(string_view part, std::size_t, error_code&) { return text(part); }
  bool on_string(string_view part, std::size_t, error_code&) { return text(part); }
  bool on_number_part(string_view, error_code&) { return true; }
  bool on_int64(std::int64_t, string_view, error_code&) { return true; }
  bool on_uint64(std::uint64_t, string_view, error_code&) { return true; }
  bool on_double(double, string_view, error_code&) { return true; }
  bool on_bool(bool, error_code&) { return true; }
  bool on_null(error_code&) { return true; }
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }
};

}

fixed_text describe(json_fault fault) {
  switch (fault) {
  case json_fault::too_large:
    return "The JSON body is too large.";
  case json_fault::too_deep:
    return "The JSON body is nested too deeply.";
  case json_fault::too_many_nodes:
    return "The JSON body has too many members or elements.";
  case json_fault::malformed:
    return "The body is not JSON.";
  case json_fault::not_an_object:
    return "The JSON body is not an object.";
  case json_fault::duplicate_member:
    return "An object in the JSON body has a member twice.";
  case json_fault::nul_character:
    return "A text in the JSON body holds the character U+0000.";
  }
  return "";
}

boost::system::result<json::object, json_fault> parse_json_object(std::string_view body,
                                                                  const json_limits& limits) {
  if (body.size() > limits.octets) return json_fault::too_large;
  json::parse_options options;
  options.max_depth = limits.depth;
  json::basic_parser<counting_handler> counter(options);
  error_code error;
  const auto read = counter.write_some(false, body.data(), body.size(), error);
  if (error == json::error::too_deep) return json_fault::too_deep;
  if (error || read != body.size()) return json_fault::malformed;
  const auto& counted = counter.handler();
  if (counted.nul) return json_fault::nul_character;
  if (counted.members + counted.elements > limits.nodes) return json_fault::too_many_nodes;
  auto value = json::parse({body.data(), body.size()}, error, {}, options);
  if (error) return json_fault::malformed;
  if (!value.is_object()) return json_fault::not_an_object;
  if (crypto::has_member_twice(body, value)) return json_fault::duplicate_member;
  return std::move(value.get_object());
}

}
