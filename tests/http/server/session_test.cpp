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

/// Sends one case and a good request behind it; tells what came back.
std::string exchanged(const front_world& world, std::string_view octets) {
  auto client = world.client();
  EXPECT_TRUE(client.connected());
  client.send(octets);
  client.send(next);
  auto first = client.reply();
  return first + client.reply();
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
    const auto came = exchanged(*world, each.bytes);
    const auto status = each.expected ? describe(*each.expected).status : 200;
    EXPECT_TRUE(came.starts_with("HTTP/1.1 " + std::to_string(status))) << each.name << "\n"
                                                                        << came;
    if (!each.expected) continue;
    EXPECT_NE(came.find(describe(*each.expected).code.view()), std::string::npos) << each.name;
    // What stands behind a refused request is never answered.
    EXPECT_EQ(came.find("HTTP/1.1 ", 1), std::string::npos) << each.name;
    EXPECT_NE(came.find("\r\nConnection: close\r\n"), std::string::npos) << each.name;
  }
}

TEST_F(session_framing, an_accepted_request_leaves_the_connection_to_the_next) {
  for (const auto& each : framing_cases()) {
    if (each.expected || each.bytes.find("HTTP/1.0") != std::string::npos) continue;
    const auto came = exchanged(*world, each.bytes);
    EXPECT_NE(came.find("HTTP/1.1 200", 1), std::string::npos) << each.name;
  }
}

}
}
