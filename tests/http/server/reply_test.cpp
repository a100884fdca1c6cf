// SPDX-License-Identifier: Apache-2.0
#include "http/server/reply.hpp"

#include <gtest/gtest.h>

namespace muniment::http {
namespace {

const auto moment = std::chrono::system_clock::time_point{std::chrono::seconds{784111777}};

TEST(reply, is_written_in_full) {
  const response said{.status = 200, .fields = {{"Content-Type", "text/plain"}}, .body = "hello"};
  EXPECT_EQ(serialise(said, {.request_id = "r1", .now = moment}),
            "HTTP/1.1 200 OK\r\n"
            "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
            "Content-Length: 5\r\n"
            "X-Request-Id: r1\r\n"
            "Strict-Transport-Security: max-age=63072000; includeSubDomains\r\n"
            "X-Content-Type-Options: nosniff\r\n"
            "Referrer-Policy: no-referrer\r\n"
            "Cross-Origin-Opener-Policy: same-origin\r\n"
            "Cross-Origin-Resource-Policy: same-origin\r\n"
            "Origin-Agent-Cluster: ?1\r\n"
            "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"
            "Cache-Control: no-store\r\n"
            "Content-Type: text/plain\r\n"
            "\r\nhello");
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1))
    ++found;
  return found;
}

TEST(reply, leaves_policies_to_the_handler_and_framing_to_us) {
  const response said{.fields = {{"cache-control", "max-age=60"},
                                 {"CONTENT-SECURITY-POLICY", "default-src 'self'"},
                                 {"Content-length", "777"},
                                 {"Transfer-Encoding", "chunked"},
                                 {"connection", "keep-alive"},
                                 {"X-Request-ID", "forged"},
                                 {"Set-Cookie", "a=1"},
                                 {"Set-Cookie", "b=2"}},
                      .body = "x"};
  const auto octets = serialise(said, {.request_id = "r1", .now = moment});
  for (const auto* gone : {"no-store", "'none'", "777", "chunked", "keep-alive", "forged"})
    EXPECT_EQ(count(octets, gone), 0U) << gone;
  EXPECT_EQ(count(octets, "Set-Cookie: "), 2U);
  EXPECT_EQ(count(octets, "cache-control: max-age=60\r\n"), 1U);
}

TEST(reply, knows_head_close_plain_and_replies_that_have_no_body) {
  const response said{.body = "hello"};
  const auto to_head = serialise(said, {.now = moment, .without_body = true});
  EXPECT_EQ(count(to_head, "Content-Length: 5\r\n"), 1U);
  EXPECT_TRUE(to_head.ends_with("\r\n\r\n"));
  EXPECT_EQ(count(serialise(said, {.now = moment, .close = true}), "Connection: close\r\n"), 1U);
  EXPECT_EQ(count(serialise(said, {.now = moment, .secure = false}), "Strict-Transport"), 0U);
  for (const int status : {204, 304}) {
    const auto empty = serialise({.status = status, .body = "x"}, {.now = moment});
    EXPECT_EQ(count(empty, "Content-Length"), 0U);
    EXPECT_TRUE(empty.ends_with("\r\n\r\n"));
  }
}

TEST(reply, that_would_smuggle_fields_cannot_be_sent) {
  EXPECT_TRUE(sendable({.fields = {{"Location", "https://a.test/?x=\xc3\xa9"}}}));
  for (const auto& bad : {field_line{"", "x"}, field_line{"X Y", "x"}, field_line{"X:", "x"},
                          field_line{"X", "a\r\nY: b"}, field_line{"X", "a\nb"},
                          field_line{"X", std::string(1, '\0')}, field_line{"X\r", "x"}})
    EXPECT_FALSE(sendable({.fields = {bad}})) << bad.name;
  for (const int status : {0, 100, 199, 600})
    EXPECT_FALSE(sendable({.status = status}));
}

}
}
