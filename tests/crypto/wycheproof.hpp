// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/encoding.hpp"
#include "tests/support/files.hpp"

#include <boost/json.hpp>

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace muniment::crypto::wycheproof {

/// A field of hexadecimal bytes.
inline bytes hex_field(const boost::json::object& object, std::string_view name) {
  const auto decoded = hex_decode(object.at(name).as_string());
  if (!decoded) throw std::runtime_error("a vector is not hexadecimal");
  return *decoded;
}

inline std::string result_of(const boost::json::object& test) {
  return std::string(test.at("result").as_string());
}

/// What a failing vector is called in the test's output.
inline std::string name_of(const boost::json::object& test) {
  return "vector " + std::to_string(test.at("tcId").as_int64()) + ": " +
         std::string(test.at("comment").as_string());
}

/// Calls visit(group, test) for every vector of tests/vectors/wycheproof/<file>; answers how many.
template <class Visitor>
int for_each_vector(const std::string& file, Visitor visit) {
  std::ifstream in(test::in_source("tests/vectors/wycheproof") / file);
  if (!in) throw std::runtime_error("no vectors: " + file);
  const std::string text(std::istreambuf_iterator<char>(in), {});
  const auto document = boost::json::parse(text);
  int count = 0;
  for (const auto& group : document.at("testGroups").as_array()) {
    for (const auto& test : group.at("tests").as_array()) {
      visit(group.as_object(), test.as_object());
      ++count;
    }
  }
  return count;
}

}
