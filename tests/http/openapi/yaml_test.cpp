// SPDX-License-Identifier: Apache-2.0
#include "http/openapi/yaml.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace muniment::openapi {
namespace {

std::string yaml_of(const char* text) { return to_yaml(boost::json::parse(text)); }

TEST(yaml, writes_objects_and_lists_in_blocks) {
  EXPECT_EQ(yaml_of(R"({"a":{"b":1,"c":true},"d":[1,"two"]})"), "a:\n"
                                                                "  b: 1\n"
                                                                "  c: true\n"
                                                                "d:\n"
                                                                "  - 1\n"
                                                                "  - two\n");
}

TEST(yaml, begins_what_a_list_holds_on_the_line_of_its_dash) {
  EXPECT_EQ(yaml_of(R"({"a":[{"b":1,"c":{"d":2}},[3,[4]]]})"), "a:\n"
                                                               "  - b: 1\n"
                                                               "    c:\n"
                                                               "      d: 2\n"
                                                               "  - - 3\n"
                                                               "    - - 4\n");
}

TEST(yaml, writes_what_is_empty_on_one_line) {
  EXPECT_EQ(yaml_of(R"({"a":{},"b":[],"c":null,"d":""})"), "a: {}\nb: []\nc: null\nd: \"\"\n");
  EXPECT_EQ(yaml_of("[]"), "[]\n");
}

TEST(yaml, quotes_what_would_be_read_as_something_else) {
  for (const auto* text : {"200", "true", "No", "null", "y", "3.1.1", "a: b", "#a", "- a", "{a}",
                           "a b", "*a", "&a", "a\nb", "\"a\"", "1e3", "~"}) {
    const auto written = to_yaml(boost::json::value(text));
    EXPECT_EQ(written, boost::json::serialize(boost::json::value(text)) + "\n");
  }
  for (const auto* text : {"word", "/admin/users/{id}", "application/json", "date-time", "a.b"})
    EXPECT_EQ(to_yaml(boost::json::value(text)), std::string{text} + "\n");
}

}
}
