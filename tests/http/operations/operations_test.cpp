// SPDX-License-Identifier: Apache-2.0
#include "http/operations/operations.hpp"

#include "http/operations/metrics.hpp"
#include "tests/support/front_world.hpp"

#include <gtest/gtest.h>
#include <prometheus/registry.h>

namespace muniment::http {
namespace {

class operations_test : public testing::Test {
protected:
  operations_test() {
    server.start();
    thread = std::thread{[this] { io.run(); }};
  }
  ~operations_test() override {
    asio::co_spawn(io, server.drain(std::chrono::milliseconds{0}), asio::use_future).wait();
    work.reset();
    thread.join();
  }

  std::string ask(std::string_view method, std::string_view path) {
    test::tls_client client{server.port(), {.plain = true}};
    client.send(std::string(method) + " " + std::string(path) +
                " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    return client.rest();
  }

  std::atomic<bool> ready = true;
  std::shared_ptr<prometheus::Registry> registry = std::make_shared<prometheus::Registry>();
  asio::io_context io{1};
  plain_server server{io,
                      {.watch = make_metrics(registry)},
                      make_operations([this] { return ready.load(); }, {registry})};
  asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
  std::thread thread;
};

TEST_F(operations_test, tell_health_and_readiness_apart) {
  EXPECT_TRUE(ask("GET", "/healthz").starts_with("HTTP/1.1 200"));
  EXPECT_TRUE(ask("GET", "/readyz").starts_with("HTTP/1.1 200"));
  ready = false;
  EXPECT_TRUE(ask("GET", "/readyz").starts_with("HTTP/1.1 503"));
  EXPECT_TRUE(ask("HEAD", "/readyz").starts_with("HTTP/1.1 503"));
  EXPECT_TRUE(ask("GET", "/healthz").starts_with("HTTP/1.1 200"));
}

TEST_F(operations_test, show_the_metrics) {
  ask("GET", "/healthz");
  const auto reply = ask("GET", "/metrics");
  EXPECT_NE(reply.find("muniment_http_requests_total{status=\"2xx\"} 1\n"), std::string::npos);
  EXPECT_NE(reply.find("Content-Type: text/plain; version=0.0.4"), std::string::npos);
  EXPECT_EQ(reply.find("Strict-Transport-Security"), std::string::npos);
}

TEST_F(operations_test, answer_nothing_else) {
  EXPECT_TRUE(ask("GET", "/").starts_with("HTTP/1.1 404"));
  EXPECT_TRUE(ask("POST", "/metrics").starts_with("HTTP/1.1 405"));
}

}
}
