// SPDX-License-Identifier: Apache-2.0
#include "http/server/message.hpp"

#include <gtest/gtest.h>

namespace muniment::http {
namespace {

TEST(message, finds_fields_in_any_case) {
  request asked;
  asked.fields = {{"Accept", "a"}, {"ACCEPT", "b"}};
  EXPECT_EQ(asked.field("accept"), "a");
  EXPECT_EQ(asked.count("aCCept"), 2U);
  EXPECT_FALSE(asked.field("Host"));
}

TEST(message, says_where_it_came_from_and_no_longer_than_an_event_should_be) {
  request asked;
  asked.address = "192.0.2.1";
  EXPECT_EQ(access_of(asked), (access_metadata{"192.0.2.1", ""}));
  asked.fields = {{"User-Agent", std::string(300, 'x')}};
  EXPECT_EQ(access_of(asked).agent, std::string(256, 'x'));
}

}
}
