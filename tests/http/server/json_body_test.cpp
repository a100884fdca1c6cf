// SPDX-License-Identifier: Apache-2.0
#include "http/server/json_body.hpp"

#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace muniment::http {
namespace {

using namespace std::string_literals;
using enum json_fault;

std::string nested(int depth) {
  return "{\"a\":" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
}

std::string members(int count) {
  std::string text = "{\"m0\":0";
  for (int member = 1; member < count; ++member)
    text += ",\"m" + std::to_string(member) + "\":0";
  return text + "}";
}

std::string elements(int count) {
  std::string text = "{\"a\":[0";
  for (int element = 1; element < count; ++element)
    text += ",0";
  return text + "]}";
}

TEST(json_body, is_an_object) {
  const auto read = parse_json_object(R"( {"a":[1,2.5,true,null,"\u00e9"],"b":{"a":""}} )");
  ASSERT_TRUE(read);
  EXPECT_EQ(boost::json::serialize(*read),
            "{\"a\":[1,2.5E0,true,null,\"\xc3\xa9\"],\"b\":{\"a\":\"\"}}");
  EXPECT_TRUE(parse_json_object("{}"));
}

TEST(json_body, is_read_up_to_its_limits) {
  EXPECT_TRUE(parse_json_object(nested(32)));
  EXPECT_TRUE(parse_json_object(members(1000)));
  EXPECT_TRUE(parse_json_object(elements(999)));
  EXPECT_TRUE(parse_json_object("{\"a\":\"" + std::string(65'528, 'x') + "\"}"));
}

TEST(json_body, is_refused_with_the_reason) {
  const std::vector<std::pair<std::string, json_fault>> table{
      {"", malformed},
      {"{", malformed},
      {"{} {}", malformed},
      {"{}x", malformed},
      {"{'a':1}", malformed},
      {"{\"a\":1,}", malformed},
      {"{\"a\":01}", malformed},
      {"{\"a\":NaN}", malformed},
      {"{/**/}", malformed},
      {"{\"a\":\"\n\"}", malformed},
      {"{\"a\":\"\xff\"}", malformed},
      {"{\"a\":\"\\ud800\"}", malformed},
      {"\xef\xbb\xbf{}", malformed},
      {"[]", not_an_object},
      {"\"a\"", not_an_object},
      {"null", not_an_object},
      {"{\"a\":1,\"a\":1}", duplicate_member},
      {"{\"a\":1,\"\\u0061\":2}", duplicate_member},
      {"{\"b\":[{\"a\":1,\"c\":2,\"a\":1}]}", duplicate_member},
      {"{\"a\":\"\\u0000\"}", nul_character},
      {"{\"a\\u0000\":1}", nul_character},
      {nested(33), too_deep},
      {nested(30'000), too_deep},
      {members(1001), too_many_nodes},
      {elements(1000), too_many_nodes},
      {std::string(65'537, ' '), too_large},
  };
  for (const auto& [body, fault] : table) {
    const auto read = parse_json_object(body);
    ASSERT_TRUE(read.has_error()) << body.substr(0, 40);
    EXPECT_EQ(read.error(), fault) << body.substr(0, 40) << ": " << describe(read.error());
  }
}

TEST(json_body, counts_members_and_elements_of_all_levels_together) {
  EXPECT_TRUE(parse_json_object(R"({"a":[1,{"b":2}]})", {.nodes = 4}));
  EXPECT_EQ(parse_json_object(R"({"a":[1,{"b":2}]})", {.nodes = 3}).error(), too_many_nodes);
}

}
}
