// SPDX-License-Identifier: Apache-2.0
#include "http/server/foreign_cookies.hpp"

#include <gtest/gtest.h>

namespace muniment::http {
namespace {

std::vector<std::string> cleared(const std::vector<std::string>& cookie_fields) {
  request asked;
  for (const auto& each : cookie_fields)
    asked.fields.push_back({"cookie", each});
  response reply;
  clear_foreign_cookies(asked, "b.test", reply);
  std::vector<std::string> values;
  for (const auto& each : reply.fields) {
    EXPECT_EQ(each.name, "Set-Cookie");
    values.push_back(each.value);
  }
  return values;
}

TEST(foreign_cookies, are_cleared_for_this_host_and_for_its_neighbours) {
  EXPECT_EQ(cleared({"a=1; __Host-session=s;a=2", "__Secure-b="}),
            (std::vector<std::string>{"a=; Path=/; Secure; Max-Age=0",
                                      "a=; Path=/; Secure; Max-Age=0; Domain=b.test",
                                      "__Secure-b=; Path=/; Secure; Max-Age=0",
                                      "__Secure-b=; Path=/; Secure; Max-Age=0; Domain=b.test"}));
}

TEST(foreign_cookies, are_left_alone_where_there_are_none) {
  for (const auto* field :
       {"", ";", "__Host-session=s; __Host-visitor=v", "=x", "x", "a b=c", "a\"=c", "\xc3\xa4=c"})
    EXPECT_TRUE(cleared({field}).empty()) << field;
  EXPECT_TRUE(cleared({}).empty());
  EXPECT_TRUE(cleared({std::string(129, 'a') + "=c"}).empty()) << "no browser needs such a name";
}

TEST(foreign_cookies, are_cleared_a_bounded_number_at_a_time) {
  std::string bomb;
  for (int each = 0; each < 1000; ++each)
    bomb += "c" + std::to_string(each) + "=" + std::string(40, 'x') + "; ";
  EXPECT_EQ(cleared({bomb, bomb}).size(), 2 * most_cleared_cookies);
}

}
}
