// SPDX-License-Identifier: Apache-2.0
#include "http/pages/html_reply.hpp"

#include "tests/support/replies.hpp"

#include <gtest/gtest.h>

namespace muniment::pages {
namespace {

using test::field;

constexpr http::problem no_method{405, "method_not_allowed", "Not that method.", ""};
constexpr http::problem busy{503, "workspace_overloaded", "The workspace is busy.", ""};

bool holds(const http::response& reply, std::string_view text) {
  return reply.body.find(text) != std::string::npos;
}

TEST(html_reply, is_stored_by_nobody_and_under_its_policy) {
  const auto reply = html_reply(200, "<p>");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, "<p>");
  EXPECT_EQ(field(reply, "Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(field(reply, "Cache-Control"), "no-store");
  EXPECT_EQ(field(reply, "Referrer-Policy"), "same-origin");
  EXPECT_TRUE(field(reply, "Content-Security-Policy").ends_with("form-action 'self'"));
}

/// RFC 9110 section 10.2.3, docs/errors.md.
TEST(html_reply, says_when_to_come_again_where_it_is_of_the_moment) {
  EXPECT_EQ(field(html_reply(503, "<p>"), "Retry-After"), "1");
  for (const auto status : {200, 403, 422, 429, 500})
    EXPECT_EQ(field(html_reply(status, "<p>"), "Retry-After"), "") << status;
}

TEST(onward_reply, is_a_page_that_tells_nobody_where_it_is) {
  const auto reply = onward_reply({"demo", "Shop", "https://shop.example/back?code=x"});
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(test::leads_to(reply), "https://shop.example/back?code=x");
  EXPECT_EQ(field(reply, "Location"), "");
  EXPECT_EQ(field(reply, "Cache-Control"), "no-store");
  EXPECT_EQ(field(reply, "Referrer-Policy"), "no-referrer");
  EXPECT_TRUE(field(reply, "Content-Security-Policy").ends_with("form-action 'self'"));
}

TEST(failure_reply, tells_a_person_what_to_do) {
  const auto reply = failure_reply(busy, "demo", "req-1");
  EXPECT_EQ(reply.status, 503);
  EXPECT_TRUE(holds(reply, "<h1>Please try again in a moment</h1>"));
  EXPECT_TRUE(holds(reply, "req-1"));
  EXPECT_TRUE(holds(reply, "<footer>demo</footer>"));
  EXPECT_FALSE(holds(reply, "For the developer")) << "no developer can mend it";
  EXPECT_EQ(field(reply, "Retry-After"), "") << "who asks for it adds that";
  EXPECT_EQ(field(reply, "Referrer-Policy"), "same-origin");
  EXPECT_EQ(field(reply, "Cache-Control"), "no-store");
}

TEST(failure_reply, tells_a_developer_what_they_did) {
  const auto reply = failure_reply(no_method, "demo", "req-1");
  EXPECT_EQ(reply.status, 405);
  EXPECT_TRUE(holds(reply, "<h1>This page cannot be used like that</h1>"));
  EXPECT_TRUE(holds(reply, "<code>method_not_allowed</code>"));
  EXPECT_TRUE(holds(failure_reply({404, "x", "y", ""}, "demo", "r"), "<h1>That did not work</h1>"));
}

}
}
