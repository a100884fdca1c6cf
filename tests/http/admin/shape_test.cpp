// SPDX-License-Identifier: Apache-2.0
#include "http/admin/shape.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace muniment::http {
namespace {

enum class colour : std::uint8_t { red = 1, green };
BOOST_DESCRIBE_ENUM(colour, red, green)

struct painted {
  colour paint = colour::red;
};
BOOST_DESCRIBE_STRUCT(painted, (), (paint))

struct with_name {
  std::string name;
};
BOOST_DESCRIBE_STRUCT(with_name, (), (name))

struct with_octets {
  bytes octets;
};
BOOST_DESCRIBE_STRUCT(with_octets, (), (octets))

struct assembled : with_name {
  std::vector<painted> parts;
  std::optional<painted> spare;
  if_any<std::uint64_t> weight;
  if_any<either<painted, with_name>> other;
  double speed{};
};
BOOST_DESCRIBE_STRUCT(assembled, (with_name), (parts, spare, weight, other, speed))

TEST(shape, is_shown_with_the_members_of_its_bases) {
  assembled all;
  all.name = "a";
  all.parts = {{colour::green}};
  all.weight = 7U;
  all.other.emplace().json["name"] = "b";
  all.speed = 2.5;
  EXPECT_EQ(shown_json(all), boost::json::parse(R"({"name":"a","parts":[{"paint":"green"}],)"
                                                R"("spare":null,"weight":7,)"
                                                R"("other":{"name":"b"},"speed":2.5})"));
}

TEST(shape, shows_octets_as_one_text) {
  EXPECT_EQ(shown_json(with_octets{{1, 2, 3}}), boost::json::parse(R"({"octets":"AQID"})"));
}

TEST(shape, leaves_out_what_is_told_only_if_there_is_any) {
  const auto json = shown_json(assembled{}).as_object();
  EXPECT_FALSE(json.contains("weight"));
  EXPECT_FALSE(json.contains("other"));
  EXPECT_TRUE(json.at("spare").is_null());
}

TEST(shape, has_a_status_of_its_own_where_it_is_made_or_begun) {
  EXPECT_EQ(reply_traits<with_name>::status, 200);
  EXPECT_EQ(reply_traits<created<with_name>>::status, 201);
  EXPECT_EQ(reply_traits<begun<with_name>>::status, 202);
  EXPECT_TRUE((std::same_as<reply_traits<created<with_name>>::shape, with_name>));
}

}
}
