// SPDX-License-Identifier: Apache-2.0
#include "http/admin/api_row.hpp"

#include "http/server/problem.hpp"
#include "tests/support/scripted_door.hpp"

#include <gtest/gtest.h>

namespace muniment::http {
namespace {

std::string named(const char* pattern, const std::string& path) {
  request asked;
  asked.path = path;
  return named_segment(pattern, asked);
}

TEST(api_row, takes_the_named_segment_out_of_its_encoding) {
  EXPECT_EQ(named("/users/{id}", "/users/ada"), "ada");
  EXPECT_EQ(named("/users/{id}/erase", "/users/a%2Fb+c%25/erase"), "a/b+c%");
  EXPECT_EQ(named("/users", "/users"), "");
}

TEST(api_row, finds_nothing_by_what_is_no_encoding) {
  for (const auto* path : {"/users/%", "/users/%4", "/users/%zz"})
    EXPECT_THROW(named("/users/{id}", path), problem_found) << path;
}

asio::awaitable<response> failing() {
  not_found();
  co_return response{};
}

TEST(api_row, tells_the_problem_that_was_thrown) {
  EXPECT_EQ(test::finished(problems_told(failing(), {})).status, 404);
  EXPECT_EQ(test::finished(
                problems_told(
                    []() -> asio::awaitable<response> { co_return response{.status = 204}; }(), {}))
                .status,
            204);
}

}
}
