// SPDX-License-Identifier: Apache-2.0
#include "http/server/slug.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace muniment::http {
namespace {

TEST(slug, is_lower_case_letters_digits_and_single_hyphens) {
  for (const auto* slug : {"a", "0", "acme", "acme-corp", "tenant123", "a-b-c", "system"})
    EXPECT_EQ(fault_of_slug(slug), std::nullopt) << slug;
  EXPECT_EQ(fault_of_slug(std::string(50, 'a')), std::nullopt);
}

TEST(slug, is_refused_with_the_reason) {
  using enum slug_fault;
  const std::vector<std::pair<std::string, slug_fault>> table{
      {"", empty},
      {std::string(51, 'a'), too_long},
      {"Acme", foreign_character},
      {"tenant_name", foreign_character},
      {"a.b", foreign_character},
      {"caf\xc3\xa9", foreign_character},
      {std::string("a\0b", 3), foreign_character},
      {"-acme", edge_hyphen},
      {"acme-", edge_hyphen},
      {"-", edge_hyphen},
      {"xn--bcher-kva", double_hyphen},
      {"a--console", double_hyphen},
  };
  for (const auto& [text, fault] : table) {
    EXPECT_EQ(fault_of_slug(text), fault) << text;
    EXPECT_TRUE(describe(fault).view().ends_with('.'));
  }
}

TEST(slug, is_reserved_where_the_deployment_may_want_the_host) {
  for (const auto* slug :
       {"api", "app", "auth", "www", "console", "control", "mcp", "admin", "mail", "static"})
    EXPECT_TRUE(is_reserved_slug(slug)) << slug;
  for (const auto* slug : {"system", "demo", "default", "acme"})
    EXPECT_FALSE(is_reserved_slug(slug)) << slug;
  for (const auto slug : reserved_slugs())
    EXPECT_EQ(fault_of_slug(slug), std::nullopt) << slug;
}

}
}
