// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/admin/operations.hpp"
#include "http/control/key_rolls.hpp"
#include "http/node/journal_keeper.hpp"
#include "http/node/node.hpp"
#include "http/node/schema_keeper.hpp"
#include "http/node/signing_key_keeper.hpp"
#include "http/oidc/call.hpp"
#include "http/server/certificate_watch.hpp"
#include "http/server/listener.hpp"
#include "http/server/tls_context.hpp"
#include "ops/serve/logs.hpp"
#include "ops/serve/roll_timer.hpp"
#include "ops/settings.hpp"
#include "storage/issuer_survey.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <spdlog/spdlog.h>

#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <vector>

namespace muniment::http {
struct front;
class past_folds;
}

namespace muniment::ops {

namespace asio = boost::asio;

/// What a server needs besides its settings.
struct service_options {
  settings values;
  std::string dsn; ///< of the database, without a login
  storage::logins logins;
  std::shared_ptr<storage::key_keeper> keys;
  http::tls_settings tls;
  spdlog::sink_ptr log;              ///< for lines of access, one JSON object each
  spdlog::sink_ptr program_log = {}; ///< for what it tells of itself; standard error without it
  std::chrono::milliseconds certificates_looked_at{10'000}; ///< so often
};

/// The server: node, routes and listeners on one thread of their own. Made, started and stopped on
/// the main thread.
class service {
public:
  /// Binds its ports; throws storage::startup_error.
  explicit service(service_options options);
  ~service();
  service(const service&) = delete;
  service& operator=(const service&) = delete;

  /// Serves from now on.
  void start();

  /// Answers what is in flight, for at most `patience`, and ends. Repeating it changes nothing.
  void stop(std::chrono::milliseconds patience);

  /// Runs a coroutine on the server's thread and waits for it. After `start`.
  template <class T>
  T wait_for(asio::awaitable<T> work) {
    return asio::co_spawn(io_, std::move(work), asio::use_future).get();
  }

  /// Whether it still does what it should: throws storage::startup_error, with what was wrong, once
  /// a handler ended by an error that nothing handles. What is left undone by that nobody knows, so
  /// the process is to end.
  void demand_sound() const;

  http::node& node() { return *node_; }

  /// The issuer a workspace of that slug is given, unless another one is asked for.
  [[nodiscard]] std::string issuer_of(const std::string& slug) const;

  /// The same for all workspaces at once.
  [[nodiscard]] storage::issuer_rule issuers() const;

  /// The control plane's origin.
  [[nodiscard]] std::string control_origin() const;

  /// Reads the certificate files again, as happens by itself when they change, and logs what came
  /// of it: new connections get the new pair, or the old one stays.
  void reload_certificates();

private:
  void listen();
  asio::awaitable<void> drain(std::chrono::milliseconds patience);
  http::front routed();
  void run();

  const service_options options_;
  const logs logs_;
  // What is left of requests, which the context destroys, still gives back what it holds of these.
  oidc::login_attempts attempts_{100'000};
  oidc::login_throttle throttle_;
  asio::io_context io_{1};
  std::optional<asio::executor_work_guard<asio::io_context::executor_type>> open_;
  std::shared_ptr<http::tls_context> tls_;
  std::shared_ptr<http::certificate_watch> certificates_;
  std::optional<http::node> node_;
  std::optional<http::signing_key_keeper> keeper_;
  std::optional<http::schema_keeper> schemas_;
  std::optional<http::journal_keeper> journals_;
  std::shared_ptr<const oidc::oidc_context> oidc_;
  std::shared_ptr<http::operations> under_way_;
  std::shared_ptr<http::past_folds> past_;
  std::shared_ptr<http::key_rolls> rolls_;
  std::optional<roll_timer> roll_timer_;
  std::optional<http::https_server> https_;
  std::optional<http::plain_server> operations_;
  std::optional<http::plain_server> redirect_;
  std::atomic<bool> ready_ = false;
  std::string fault_; ///< the first, written before `sound_` is false
  std::atomic<bool> sound_ = true;
  std::future<void> serving_; ///< until the thread of the coroutines has ended
};

}
