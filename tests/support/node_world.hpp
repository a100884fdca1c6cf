// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/random.hpp"
#include "http/control/create_workspace.hpp"
#include "http/node/key_keeper.hpp"
#include "http/node/node.hpp"
#include "tests/support/journal_database.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <atomic>
#include <memory>
#include <optional>
#include <string>

namespace muniment::test {

/// A node over a database of its own; it can be ended and begun again over what it left. Its clock
/// is the machine's, moved on as far as a test wants.
class node_world {
public:
  explicit node_world(key_rotation::terms keys = {"ES256"}) : keys_{std::move(keys)} { begin(); }

  void begin() {
    http::node_limits limits;
    limits.password_threads = 1;
    const auto clock = [passed = passed_] {
      return std::chrono::floor<instant::duration>(std::chrono::system_clock::now()) +
             std::chrono::seconds{passed->load()};
    };
    node_.emplace(http::node_options{database_.owner_dsn(), database_.logins(),
                                     [era = era_] { return std::vector{era}; }, clock, limits,
                                     keys_, user_ids});
  }

  /// Lets time go by.
  void pass(std::chrono::seconds time) { *passed_ += time.count(); }

  /// One round of what tends the signing keys.
  void tend() {
    http::key_keeper keeper{node(), context_, std::chrono::hours{1}};
    finish(keeper.round());
  }

  /// Of those who are entered after the next `begin`.
  user_id_format user_ids = user_id_format::uuid;

  void end() { node_.reset(); }

  http::node& node() { return *node_; }
  boost::asio::io_context& context() { return context_; }
  journal_database& database() { return database_; }

  /// Runs a coroutine to its end.
  template <class T>
  T finish(boost::asio::awaitable<T> work) {
    auto result = boost::asio::co_spawn(context_, std::move(work), boost::asio::use_future);
    context_.restart();
    context_.run();
    return result.get();
  }

  std::shared_ptr<http::workspace> made(const std::string& slug) {
    const auto reply = finish(http::create_workspace(
        node(), {slug, "https://" + slug + ".muniment.localhost:8443", "A workspace", "ES256"},
        nobody()));
    if (reply.verdict == http::creation_verdict::refused) throw std::runtime_error{reply.why};
    return found(slug);
  }

  std::shared_ptr<http::workspace> found(const std::string& slug) {
    return finish(node().workspaces().find(slug));
  }

  static acting_party nobody() { return {actor_kind::system, {}, "none", {}}; }

private:
  const key_rotation::terms keys_;
  const std::shared_ptr<std::atomic<std::int64_t>> passed_ =
      std::make_shared<std::atomic<std::int64_t>>(0);
  journal_database database_;
  storage::era era_{1, std::make_shared<const crypto::sealing_key>(
                           crypto::random_secret(crypto::sealing_key::secret_size).reveal())};
  boost::asio::io_context context_{1};
  std::optional<http::node> node_;
};

}
