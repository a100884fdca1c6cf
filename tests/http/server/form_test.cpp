// SPDX-License-Identifier: Apache-2.0
#include "http/server/form.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace muniment::http {
namespace {

using namespace std::string_literals;
using enum form_fault;
using pairs = std::vector<std::pair<std::string, std::string>>;

pairs parsed(std::string_view encoded) {
  const auto read = form::parse(encoded);
  EXPECT_TRUE(read) << encoded;
  pairs found;
  for (const auto& [name, value] : read->parameters())
    found.emplace_back(name, value);
  return found;
}

TEST(form, is_decoded_in_order) {
  EXPECT_EQ(parsed(""), pairs{});
  EXPECT_EQ(parsed("a=1&b=2"), (pairs{{"a", "1"}, {"b", "2"}}));
  EXPECT_EQ(parsed("a=x+y%20z%2B"), (pairs{{"a", "x y z+"}}));
  EXPECT_EQ(parsed("%61=%c3%A9"), (pairs{{"a", "\xc3\xa9"}}));
  EXPECT_EQ(parsed("a=b=c"), (pairs{{"a", "b=c"}}));
  EXPECT_EQ(parsed("a&b=&=c"), (pairs{{"a", ""}, {"b", ""}, {"", "c"}}));
  EXPECT_EQ(parsed("&&a=1&"), (pairs{{"a", "1"}}));
  EXPECT_EQ(parsed("a=%26%3D%0D%0A"), (pairs{{"a", "&=\r\n"}}));
  EXPECT_EQ(parsed("a=x y|\xc3\xa9"), (pairs{{"a", "x y|\xc3\xa9"}}));
}

TEST(form, is_refused_with_the_reason) {
  const std::vector<std::pair<std::string, form_fault>> table{
      {"a=%", bad_escape},
      {"a=%4", bad_escape},
      {"a=%4&b=1", bad_escape},
      {"a=%zz", bad_escape},
      {"%g1=a", bad_escape},
      {"a=%u0041", bad_escape},
      {"a=%00", control_character},
      {"%00=a", control_character},
      {"a=\0"s, control_character},
      {"a=1\r\n", control_character},
      {"a=\x7f", control_character},
      {"a=%ff", not_utf8},
      {"a=%c0%80", not_utf8},
      {"a=%ed%a0%80", not_utf8},
      {"a=\xff", not_utf8},
      {"%c3=%a9", not_utf8},
      {std::string(65'537, '&'), too_large},
      {"a=" + std::string(16'385, 'x'), value_too_long},
      {std::string(16'385, 'x'), value_too_long},
  };
  for (const auto& [encoded, fault] : table) {
    const auto read = form::parse(encoded);
    ASSERT_TRUE(read.has_error()) << encoded.substr(0, 40);
    EXPECT_EQ(read.error(), fault) << encoded.substr(0, 40);
  }
}

TEST(form, is_read_up_to_its_limits) {
  EXPECT_TRUE(form::parse("a=" + std::string(16'384, 'x')));
  std::string many;
  for (int count = 0; count < 100; ++count)
    many += "a&";
  EXPECT_TRUE(form::parse(many));
  EXPECT_EQ(form::parse(many + "a").error(), too_many_parameters);
  EXPECT_EQ(form::parse("aaaa", {.octets = 3}).error(), too_large);
}

TEST(form, takes_a_parameter_without_a_value_for_one_left_out) {
  const auto read = form::parse("a=1&b=&c");
  EXPECT_EQ(read->given("a"), "1");
  for (const auto* name : {"b", "c", "d"})
    EXPECT_EQ(read->given(name), std::nullopt) << name;
  EXPECT_EQ(read->find("b"), "");
}

TEST(form, tells_which_parameters_repeat) {
  const auto read = form::parse("a=1&b=2&%61=3");
  EXPECT_EQ(read->find("a"), "1");
  EXPECT_EQ(read->find("A"), std::nullopt);
  EXPECT_TRUE(read->repeats("a"));
  EXPECT_FALSE(read->repeats("b"));
  EXPECT_FALSE(read->repeats("c"));
  EXPECT_TRUE(read->repeats_any());
  EXPECT_FALSE(form::parse("a=1&A=1")->repeats_any());
}

TEST(form, tells_a_query_that_carries_a_token) {
  for (const auto* query : {"access_token=x", "a=b&access_token=", "access%5Ftoken=x",
                            "access_token", "access_token=x&a=%zz"})
    EXPECT_TRUE(carries_token(query)) << query;
  for (const auto* query : {"", "a=access_token", "access_tokens=x", "Access_Token=x", "%zz&a=b"})
    EXPECT_FALSE(carries_token(query)) << query;
}

}
}
