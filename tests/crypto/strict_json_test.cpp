// SPDX-License-Identifier: Apache-2.0
#include "crypto/strict_json.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <string>

namespace muniment::crypto {
namespace {

TEST(strict_json, reads_objects) {
  EXPECT_EQ(parse_strict_object(R"( {"a":[1,{"b":"x:\"y\\"}],"c":null,"":{}} )"),
            boost::json::parse(R"({"a":[1,{"b":"x:\"y\\"}],"c":null,"":{}})").as_object());
  EXPECT_TRUE(parse_strict_object("{}"));
}

TEST(strict_json, allows_one_name_in_different_objects) {
  EXPECT_TRUE(parse_strict_object(R"({"a":{"a":{"a":1}},"b":[{"a":1},{"a":2}]})"));
}

TEST(strict_json, refuses_a_member_twice_at_any_depth_and_in_any_spelling) {
  for (const auto text : {R"({"a":1,"a":1})", R"({"a":1,"b":2,"a":3})", R"({"a":1,"\u0061":2})",
                          R"({"x":[{"y":{"a":1,"a":2}}]})", R"({"":1,"":2})",
                          R"({"a\"b":1,"a\u0022b":2})", R"({"a:":1,"a:":2})"})
    EXPECT_FALSE(parse_strict_object(text)) << text;
}

TEST(strict_json, tells_a_member_twice_of_any_value_that_was_read) {
  for (const auto text : {R"([1,":",{"a":{"a":"x:\\\":"}},{"a":null}])", R"(":")", "{}"})
    EXPECT_FALSE(has_member_twice(text, boost::json::parse(text))) << text;
  for (const auto text : {R"([{"a":1,"b":[],"a":2}])", R"({"x":[{"a":1,"\u0061":2}]})"})
    EXPECT_TRUE(has_member_twice(text, boost::json::parse(text))) << text;
}

TEST(strict_json, finds_the_double_among_many) {
  std::string text = "{";
  for (int i = 0; i < 200; ++i)
    text += "\"m" + std::to_string(i) + "\":0,";
  EXPECT_TRUE(parse_strict_object(text + R"("z":0})"));
  EXPECT_FALSE(parse_strict_object(text + R"("m77":0})"));
}

TEST(strict_json, refuses_what_is_no_object) {
  for (const auto text : {"",
                          " ",
                          "[]",
                          "1",
                          "null",
                          "\"a\"",
                          "{",
                          "{}{}",
                          "{} x",
                          "{},",
                          "{a:1}",
                          "{'a':1}",
                          "{\"a\":1,}",
                          "{\"a\":01}",
                          "{\"a\":NaN}",
                          "/**/{}",
                          "\xef\xbb\xbf{}",
                          "{\"a\":\"\xff\"}",
                          "{\"a\":\"\xc0\xaf\"}",
                          "{\"a\":\"\\ud800\"}",
                          "{\"a\":\"\n\"}",
                          "{\"a\":1e999}",
                          "{\"a\":-1e999}"})
    EXPECT_FALSE(parse_strict_object(text)) << text;
  EXPECT_FALSE(parse_strict_object(std::string_view("{}\0", 3)));
}

TEST(strict_json, stops_at_its_depth) {
  const auto nested = [](std::size_t depth) {
    std::string text = "{\"a\":";
    text += std::string(depth - 1, '[') + std::string(depth - 1, ']');
    return text + "}";
  };
  EXPECT_TRUE(parse_strict_object(nested(max_json_depth)));
  EXPECT_FALSE(parse_strict_object(nested(max_json_depth + 1)));
  EXPECT_FALSE(parse_strict_object(nested(5'000)));
}

}
}
