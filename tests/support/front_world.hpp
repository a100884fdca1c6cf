// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/listener.hpp"
#include "http/server/tls_context.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/support/test_certificate.hpp"
#include "tests/support/tls_client.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/use_future.hpp>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <future>
#include <mutex>
#include <thread>

namespace muniment::test {

namespace asio = boost::asio;

/// A whole request.
inline constexpr std::string_view plain_get = "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n";

/// The status line of a reply, without its reason.
inline std::string status_of(std::string_view reply) {
  return std::string(reply.substr(0, std::string_view("HTTP/1.1 200").size()));
}

/// Counts what a listener tells, and lets a test wait for it.
class front_watch : public http::observer {
public:
  void answered(const http::exchange& told) override {
    note([&] { ++answers, last_status = told.status; });
  }
  void refused(http::turned_away why) override {
    note([&] { ++refusals[static_cast<std::size_t>(why)]; });
  }
  void handler_failed(std::string_view, std::string_view cause) override {
    note([&] { ++failures, last_cause = cause; });
  }
  void unavailable(std::string_view, std::string_view cause) override {
    note([&] { ++unattended, last_cause = cause; });
  }
  void connections(std::size_t now) override {
    note([&] { open = now; });
  }

  int count(http::turned_away why) const {
    const std::lock_guard lock{mutex};
    return refusals[static_cast<std::size_t>(why)];
  }

  /// Whether it came to be so within ten seconds.
  bool comes(const std::function<bool()>& so) {
    std::unique_lock lock{mutex};
    return changed.wait_for(lock, std::chrono::seconds{10}, so);
  }
  bool comes(http::turned_away why) {
    return comes([this, why] { return refusals[static_cast<std::size_t>(why)] > 0; });
  }

  int answers = 0;
  int failures = 0;
  int unattended = 0;
  int last_status = 0;
  std::string last_cause;
  std::size_t open = 0;
  std::array<int, 8> refusals{};

private:
  void note(const std::function<void()>& change) {
    const std::lock_guard lock{mutex};
    change();
    changed.notify_all();
  }
  mutable std::mutex mutex;
  std::condition_variable changed;
};

/// An HTTPS server on a thread of its own, with a certificate made for it.
class front_world {
public:
  explicit front_world(http::handler handle, http::server_limits limits = {},
                       bool allow_tls_1_2 = false, std::shared_ptr<http::observer> log = {},
                       http::listen_options more = {})
      : handle_{std::move(handle)} {
    write_certificate("first", certificate(), key());
    tls = *http::tls_context::make({certificate(), key(), allow_tls_1_2});
    std::vector<std::shared_ptr<http::observer>> told{watch};
    if (log) told.push_back(std::move(log));
    more.limits = limits;
    more.watch = std::make_shared<http::observers>(told);
    options_ = std::move(more);
    server = std::make_unique<http::https_server>(io, options_, tls, handle_);
    server->start();
    thread_ = std::thread{[this] { io.run(); }};
  }

  ~front_world() {
    drain(std::chrono::milliseconds{0}).wait();
    work_.reset();
    thread_.join();
  }

  /// Begins to drain; the future is ready when it is done.
  std::future<void> drain(std::chrono::milliseconds patience) {
    return asio::co_spawn(io, server->drain(patience), asio::use_future);
  }

  /// From now on nobody listens, and no connection is left.
  void go_away() { drain(std::chrono::milliseconds{0}).get(); }

  /// Another server on the same port, after `go_away`.
  void come_back() {
    options_.port = server->port();
    asio::co_spawn(io, begin_anew(), asio::use_future).get();
  }

  tls_client client(const tls_client::options& how = {}) const {
    return tls_client{server->port(), how};
  }

  std::filesystem::path certificate() const { return directory.path() / "certificate.pem"; }
  std::filesystem::path key() const { return directory.path() / "key.pem"; }

  temporary_directory directory;
  asio::io_context io{1};
  std::shared_ptr<front_watch> watch = std::make_shared<front_watch>();
  std::shared_ptr<http::tls_context> tls;
  std::unique_ptr<http::https_server> server;

private:
  asio::awaitable<void> begin_anew() {
    server = std::make_unique<http::https_server>(io, options_, tls, handle_);
    server->start();
    co_return;
  }

  http::handler handle_;
  http::listen_options options_;
  asio::executor_work_guard<asio::io_context::executor_type> work_{io.get_executor()};
  std::thread thread_;
};

}
