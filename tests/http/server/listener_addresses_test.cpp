// SPDX-License-Identifier: Apache-2.0
#include "http/server/listener.hpp"
#include "tests/support/front_world.hpp"

#include <gtest/gtest.h>

namespace muniment::http {
namespace {

using namespace std::chrono_literals;

asio::awaitable<response> answered(request_ptr) { co_return response{}; }

/// A plain server on its own thread.
class addresses_world {
public:
  explicit addresses_world(std::vector<std::string> addresses, unsigned short port = 0)
      : server{io, {.addresses = std::move(addresses), .port = port}, answered} {
    server.start();
    thread_ = std::thread{[this] { io.run(); }};
  }
  ~addresses_world() {
    asio::co_spawn(io, server.drain(0ms), asio::use_future).wait();
    thread_.join();
  }
  [[nodiscard]] std::string status(bool v6) const {
    test::tls_client client{server.port(), {.plain = true, .v6 = v6}};
    client.send(test::plain_get);
    return test::status_of(client.reply());
  }

  asio::io_context io{1};
  plain_server server;

private:
  std::thread thread_;
};

TEST(listener_addresses, answers_at_one_port_of_both_loopbacks) {
  if (!test::has_v6_loopback()) GTEST_SKIP() << "no ::1 on this machine";
  for (const auto& each :
       {std::vector<std::string>{"127.0.0.1", "::1"}, std::vector<std::string>{"::"},
        std::vector<std::string>{"0.0.0.0", "::"}}) {
    const addresses_world world{each};
    EXPECT_EQ(world.status(false), "HTTP/1.1 200") << each.front();
    EXPECT_EQ(world.status(true), "HTTP/1.1 200") << each.front();
  }
}

TEST(listener_addresses, counts_the_connections_of_both_together) {
  if (!test::has_v6_loopback()) GTEST_SKIP() << "no ::1 on this machine";
  asio::io_context io{1};
  const auto watch = std::make_shared<test::front_watch>();
  plain_server server{
      io,
      {.addresses = {"127.0.0.1", "::1"}, .limits = {.connections = 1}, .watch = watch},
      answered};
  server.start();
  std::thread thread{[&] { io.run(); }};
  test::tls_client first{server.port(), {.plain = true}};
  first.send(test::plain_get);
  EXPECT_EQ(test::status_of(first.reply()), "HTTP/1.1 200");
  EXPECT_TRUE(test::tls_client(server.port(), {.plain = true, .v6 = true}).closed());
  EXPECT_TRUE(watch->comes(turned_away::connection));
  asio::co_spawn(io, server.drain(0ms), asio::use_future).wait();
  thread.join();
}

TEST(listener_addresses, says_which_cannot_be_had) {
  asio::io_context io{1};
  const auto complaint = [&](std::vector<std::string> addresses, unsigned short port) {
    try {
      plain_server server{io, {.addresses = std::move(addresses), .port = port}, answered};
    } catch (const std::system_error& error) {
      return std::string{error.what()};
    }
    return std::string{"none"};
  };
  EXPECT_TRUE(complaint({"127.0.0.1", "192.0.2.1"}, 0).starts_with("192.0.2.1 port "))
      << "an address of documentation, so nobody's";
  const addresses_world busy{{"127.0.0.1"}};
  const auto where = "127.0.0.1 port " + std::to_string(busy.server.port());
  EXPECT_EQ(complaint({"127.0.0.1"}, busy.server.port()), where + ": Address already in use");
}

}
}
