// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/control/create_workspace.hpp"
#include "http/node/node.hpp"
#include "http/node/signing_key_keeper.hpp"
#include "tests/support/journal_database.hpp"
#include "tests/support/temporary_directory.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace muniment::test {

/// A node over a database of its own; it can be ended and begun again over what it left. Its clock
/// is the machine's, moved on as far as a test wants.
class node_world {
public:
  explicit node_world(key_rotation::terms rotation = {"ES256"}) : rotation_{std::move(rotation)} {
    begin();
  }

  void begin() { node_.emplace(options()); }

  /// What a node of this database needs; for a test with more than one.
  http::node_options options() {
    http::node_limits limits;
    limits.password_threads = 1;
#ifdef __SANITIZE_THREAD__
    limits.workspaces.folding *= 10; // as much slower as folding is
#endif
    if (!keys_)
      keys_ = std::make_shared<storage::key_keeper>(
          storage::key_store::open(key_store_directory(), master_key()));
    const auto clock = [passed = passed_] {
      return std::chrono::floor<instant::duration>(std::chrono::system_clock::now()) +
             std::chrono::seconds{passed->load()};
    };
    return {
        database_.owner_dsn(), database_.logins(), keys_, clock, limits, rotation_, user_ids, {},
        schema_steps};
  }

  /// Lets time go by.
  void pass(std::chrono::seconds time) { *passed_ += time.count(); }

  /// One round of what tends the signing keys.
  void tend() {
    http::signing_key_keeper keeper{node(), context_, std::chrono::hours{1}};
    finish(keeper.round());
  }

  /// Of those who are entered after the next `begin`.
  user_id_format user_ids = user_id_format::uuid;

  /// What workspaces must have, from the next `begin` on.
  std::span<const storage::migration> schema_steps = storage::workspace_steps();

  void end() {
    node_.reset();
    keys_.reset();
  }

  http::node& node() { return *node_; }
  boost::asio::io_context& context() { return context_; }
  journal_database& database() { return database_; }
  storage::key_keeper& keys() { return *keys_; }
  boost::asio::any_io_executor executor() { return context_.get_executor(); }

  std::filesystem::path key_store_directory() const { return folder_.path() / "keys"; }
  static const crypto::secret_bytes& master_key() {
    static const crypto::secret_bytes key{bytes(32, 0x4d)};
    return key;
  }

  /// Runs a coroutine to its end.
  template <class T>
  T finish(boost::asio::awaitable<T> work) {
    auto result = boost::asio::co_spawn(context_, std::move(work), boost::asio::use_future);
    context_.restart();
    context_.run();
    return result.get();
  }

  /// Whether it came to be so within thirty seconds; coroutines go on meanwhile.
  bool comes(const std::function<bool()>& so) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{30};
    while (!so()) {
      if (std::chrono::steady_clock::now() > until) return false;
      context_.restart();
      context_.run_one_for(std::chrono::milliseconds{5});
    }
    return true;
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
  const key_rotation::terms rotation_;
  const std::shared_ptr<std::atomic<std::int64_t>> passed_ =
      std::make_shared<std::atomic<std::int64_t>>(0);
  journal_database database_;
  temporary_directory folder_;
  std::shared_ptr<storage::key_keeper> keys_;
  boost::asio::io_context context_{1};
  std::optional<http::node> node_;
};

}
