// SPDX-License-Identifier: Apache-2.0
#include "http/server/session.hpp"

#include "tests/support/framing_cases.hpp"
#include "tests/support/front_world.hpp"

#include <gtest/gtest.h>

namespace muniment::tests {
namespace {

using test::front_world;

boost::asio::awaitable<http::response> ok(http::request_ptr) {
  co_return http::response{.body = "ok"};
}

constexpr std::string_view next = "GET /next HTTP/1.1\r\nHost: a.test\r\n\r\n";

/// What came back, and what came behind it.
struct exchange {
  std::string first;
  std::string second;
};

/// Sends one case and a good request behind it.
exchange exchanged(const front_world& world, std::string_view octets) {
  auto client = world.client();
  EXPECT_TRUE(client.connected());
  client.send(octets);
  client.send(next);
  auto first = client.reply();
  return {std::move(first), client.reply()};
}

class session_framing : public testing::Test {
protected:
  static void SetUpTestSuite() {
    world = std::make_unique<front_world>(ok, http::server_limits{.idle = std::chrono::minutes{1}});
  }
  static void TearDownTestSuite() { world.reset(); }
  inline static std::unique_ptr<front_world> world;
};

TEST_F(session_framing, answers_every_case_over_a_socket_as_the_guard_does) {
  for (const auto& each : framing_cases()) {
    const auto [came, behind] = exchanged(*world, each.bytes);
    const auto status = each.expected ? describe(*each.expected).status : 200;
    EXPECT_TRUE(came.starts_with("HTTP/1.1 " + std::to_string(status))) << each.name << "\n"
                                                                        << came;
    if (!each.expected) continue;
    EXPECT_NE(came.find(describe(*each.expected).code.view()), std::string::npos) << each.name;
    // What stands behind a refused request is never answered.
    EXPECT_EQ(behind, "") << each.name;
    EXPECT_NE(came.find("\r\nConnection: close\r\n"), std::string::npos) << each.name;
  }
}

TEST_F(session_framing, an_accepted_request_leaves_the_connection_to_the_next) {
  for (const auto& each : framing_cases()) {
    if (each.expected || each.bytes.find("HTTP/1.0") != std::string::npos) continue;
    EXPECT_TRUE(exchanged(*world, each.bytes).second.starts_with("HTTP/1.1 200")) << each.name;
  }
}

TEST_F(session_framing, a_head_too_large_by_cookies_makes_the_browser_forget_them) {
  auto client = world->client();
  client.send("GET / HTTP/1.1\r\nHost: a.test\r\nCookie: a=" + std::string(70'000, 'x') +
              "\r\n\r\n");
  const auto reply = client.reply();
  EXPECT_TRUE(reply.starts_with("HTTP/1.1 431 ")) << reply;
  EXPECT_NE(reply.find("\r\nClear-Site-Data: \"cookies\"\r\n"), std::string::npos) << reply;
  for (const auto* other : {"GET / HTTP/1.1\r\n\r\n", "GET  / HTTP/1.1\r\n\r\n"})
    EXPECT_EQ(exchanged(*world, other).first.find("Clear-Site-Data"), std::string::npos) << other;
}

TEST_F(session_framing, cookies_below_the_limit_are_tolerated) {
  auto client = world->client();
  client.send("GET / HTTP/1.1\r\nHost: a.test\r\nCookie: a=" + std::string(60'000, 'x') +
              "\r\n\r\n");
  EXPECT_TRUE(client.reply().starts_with("HTTP/1.1 200 "));
}

}
}
