// SPDX-License-Identifier: Apache-2.0
#include "http/server/routes.hpp"

#include <gtest/gtest.h>

namespace muniment::http {
namespace {

using captures = std::vector<capture>;

struct fitting {
  std::string_view pattern, path;
  std::optional<captures> expected;
};

TEST(routes, patterns_fit_by_the_table) {
  const std::vector<fitting> table{
      {"/", "/", captures{}},
      {"/a/b", "/a/b", captures{}},
      {"*", "*", captures{}},
      {"/a", "/a/", {}},
      {"/a/", "/a", {}},
      {"/a", "/A", {}},
      {"/a", "/%61", {}},
      {"/a/b", "/a//b", {}},
      {"/a/b", "/a", {}},
      {"/a", "/a/b", {}},
      {"/{x}", "/a", captures{{"x", "a"}}},
      {"/{x}", "/", {}},
      {"/{x}", "/a/", {}},
      {"/users/{user}/keys/{key}", "/users/7/keys/9", captures{{"user", "7"}, {"key", "9"}}},
      {"/users/{user}/keys", "/users//keys", {}},
      {"/users/{user}", "/users/a%2Fb", captures{{"user", "a%2Fb"}}},
      {"/{x}", "/{x}", captures{}},
      {"/a/*", "/a/b", captures{}},
      {"/a/*", "/a/b/c", captures{}},
      {"/a/*", "/a/", captures{}},
      {"/a/*", "/a", {}},
      {"/a/*", "/ab/c", {}},
      {"/a/*", "/a/../b", {}},
      {"/a/*", "/a/./b", {}},
      {"/a/*", "/a/..", {}},
      {"/a/*", "/a/...", captures{}},
      {"/*", "/a", captures{}},
      {"/{x}/*", "/a/b", captures{{"x", "a"}}},
      {"/{x}", "/..", {}},
      {"/*", "*", {}},
      {"/*", "", {}},
      {"/a", "", {}},
  };
  for (const auto& [pattern, path, expected] : table)
    EXPECT_EQ(fit(pattern, path), expected) << pattern << " " << path;
}

const routes searched{{{{"GET"}, "/files/*"},
                       {{"GET", "POST"}, "/files/{name}"},
                       {{"GET"}, "/files/index"},
                       {{"POST", "OPTIONS"}, "/token"},
                       {{"PUT"}, "/token"},
                       {{"GET", "HEAD"}, "/both"},
                       {{"GET", "POST"}, "/acts", true}}};

TEST(routes, the_most_exact_pattern_is_chosen) {
  EXPECT_EQ(searched.choose("GET", "/files/index"), route_choice(route_found{2, false}));
  EXPECT_EQ(searched.choose("GET", "/files/a"), route_choice(route_found{1, false}));
  EXPECT_EQ(searched.choose("POST", "/files/index"), route_choice(route_found{1, false}));
  EXPECT_EQ(searched.choose("GET", "/files/a/b"), route_choice(route_found{0, false}));
  EXPECT_EQ(searched.choose("PUT", "/token"), route_choice(route_found{4, false}));
  EXPECT_EQ(searched.choose("OPTIONS", "/token"), route_choice(route_found{3, false}));
}

TEST(routes, head_is_answered_by_get) {
  EXPECT_EQ(searched.choose("HEAD", "/files/a"), route_choice(route_found{1, true}));
  EXPECT_EQ(searched.choose("HEAD", "/both"), route_choice(route_found{5, false}));
}

TEST(routes, head_is_refused_where_get_changes_something) {
  EXPECT_EQ(searched.choose("GET", "/acts"), route_choice(route_found{6, false}));
  EXPECT_EQ(searched.choose("HEAD", "/acts"), route_choice(no_method{6, "GET, POST"}));
  EXPECT_EQ(searched.choose("DELETE", "/acts"), route_choice(no_method{6, "GET, POST"}));
}

TEST(routes, another_method_is_told_which_there_are) {
  EXPECT_EQ(searched.choose("GET", "/token"), route_choice(no_method{3, "OPTIONS, POST, PUT"}));
  EXPECT_EQ(searched.choose("OPTIONS", "/files/index"),
            route_choice(no_method{2, "GET, HEAD, POST"}));
  EXPECT_EQ(searched.choose("HEAD", "/token"), route_choice(no_method{3, "OPTIONS, POST, PUT"}));
}

TEST(routes, an_unknown_path_has_none) {
  EXPECT_EQ(searched.choose("GET", "/"), route_choice(no_route{}));
  EXPECT_EQ(searched.choose("GET", "/token/"), route_choice(no_route{}));
}

}
}
