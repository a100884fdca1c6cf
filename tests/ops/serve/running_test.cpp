// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/running.hpp"

#include "http/server/unowned.hpp"
#include "storage/startup_error.hpp"
#include "tests/support/free_port.hpp"
#include "tests/support/journal_database.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/support/test_certificate.hpp"
#include "tests/support/tls_client.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <gmock/gmock.h>
#include <spdlog/sinks/ostream_sink.h>

#include <sstream>

namespace muniment::ops {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

/// A server in this process, over a database of its own.
class running : public testing::Test {
protected:
  running() { server.start(); }

  service_options options() {
    test::write_certificate("muniment.localhost", folder.path() / "chain.pem",
                            folder.path() / "key.pem");
    service_options wanted;
    wanted.values =
        load_settings({.command_line = {{"listen_port", std::to_string(test::free_port())},
                                        {"operations_port", std::to_string(operations_port)}}})
            ->values;
    wanted.dsn = database.owner_dsn();
    wanted.logins = database.logins();
    wanted.keys = std::make_shared<storage::key_keeper>(
        storage::key_store::open(folder.path() / "keys", crypto::secret_bytes{bytes(32, 0x4d)}));
    wanted.tls = {folder.path() / "chain.pem", folder.path() / "key.pem"};
    wanted.log = std::make_shared<spdlog::sinks::ostream_sink_mt>(log);
    wanted.program_log = std::make_shared<spdlog::sinks::ostream_sink_mt>(log);
    return wanted;
  }

  /// What a load balancer is told.
  bool ready() const {
    test::tls_client client{operations_port, {.plain = true}};
    client.send("GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    return client.rest().starts_with("HTTP/1.1 200");
  }

  bool comes_to_be(bool wanted) const {
    const auto end = std::chrono::steady_clock::now() + 30s;
    while (ready() != wanted)
      if (std::chrono::steady_clock::now() > end) return false;
    return true;
  }

  /// A handler of nobody's, as that of a timer is, ends by this.
  template <class Error>
  void let_fail(Error error) {
    const auto post = [](Error thrown) -> asio::awaitable<void> {
      const auto executor = co_await asio::this_coro::executor;
      asio::post(executor, [thrown] { throw thrown; });
    };
    server.wait_for(post(std::move(error)));
  }

  /// So does a coroutine that nobody awaits.
  void let_coroutine_fail() {
    const auto begin = []() -> asio::awaitable<void> {
      const auto executor = co_await asio::this_coro::executor;
      const auto fail = []() -> asio::awaitable<void> {
        throw std::runtime_error{"nobody awaits it"};
        co_return;
      };
      asio::co_spawn(executor, fail(), http::unowned);
    };
    server.wait_for(begin());
  }

  /// Serves until something is wrong, for half a minute at most; says what.
  std::string fault() {
    const auto end = std::chrono::steady_clock::now() + 30s;
    const auto stopped = [end](std::chrono::milliseconds) {
      return std::chrono::steady_clock::now() > end;
    };
    try {
      run_until_stopped(server, {stopped, [] {}});
    } catch (const storage::startup_error& error) {
      EXPECT_FALSE(error.hint().empty());
      return error.what();
    }
    return "nothing";
  }

  test::journal_database database;
  test::temporary_directory folder;
  const unsigned short operations_port = test::free_port();
  std::ostringstream log;
  service server{options()};
};

TEST_F(running, ends_with_the_error_of_a_handler_that_nothing_handles) {
  let_fail(std::runtime_error{"no context"});
  EXPECT_THAT(fault(), HasSubstr("an error that nothing handles (no context)"));
  server.stop(1s);
  EXPECT_THROW(server.demand_sound(), storage::startup_error);
}

TEST_F(running, ends_with_the_error_of_a_coroutine_that_nobody_awaits) {
  let_coroutine_fail();
  EXPECT_THAT(fault(), HasSubstr("an error that nothing handles (nobody awaits it)"));
}

TEST_F(running, is_ready_while_the_database_hears_it) {
  EXPECT_TRUE(comes_to_be(true));
  database.execute("REVOKE UPDATE, INSERT ON muniment.nodes FROM muniment_hub");
  EXPECT_TRUE(comes_to_be(false)) << "as soon as its term is over";
  database.execute("GRANT UPDATE, INSERT ON muniment.nodes TO muniment_hub");
  EXPECT_TRUE(comes_to_be(true));
}

TEST_F(running, ends_whatever_is_thrown_and_however_often) {
  let_fail(1);
  let_fail(std::runtime_error{"the second"});
  EXPECT_THAT(fault(), HasSubstr("an unknown exception"));
}

}
}
