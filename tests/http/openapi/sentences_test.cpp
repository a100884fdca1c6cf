// SPDX-License-Identifier: Apache-2.0
#include "http/openapi/sentences.hpp"

#include <gtest/gtest.h>

#include <cctype>
#include <set>

namespace muniment::openapi {
namespace {

TEST(openapi_sentences, are_whole_and_there_once) {
  std::set<std::string_view> names;
  for (const auto& each : member_sentences()) {
    EXPECT_TRUE(names.insert(each.name).second) << each.name;
    EXPECT_TRUE(each.says.starts_with('`') || std::isupper(each.says.front())) << each.name;
    EXPECT_TRUE(each.says.ends_with('.')) << each.name;
  }
}

TEST(openapi_sentences, of_a_shape_go_before_those_of_a_name_and_those_of_events) {
  EXPECT_NE(meaning_of_member("path", "id"), meaning_of_member("role", "id"));
  EXPECT_EQ(meaning_of_member("role", "id"), meaning_of_member("", "id"));
  EXPECT_EQ(meaning_of_member("client", "origins"), "Whose scripts may read replies (CORS).");
  EXPECT_EQ(meaning_of_member("envelope", "command").substr(0, 8), "The wish");
  EXPECT_EQ(meaning_of_member("client", "colour"), "");
}

}
}
