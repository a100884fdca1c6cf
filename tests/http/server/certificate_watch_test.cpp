// SPDX-License-Identifier: Apache-2.0
#include "http/server/certificate_watch.hpp"

#include "tests/support/front_world.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <fstream>

namespace muniment::http {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

asio::awaitable<response> fine(request_ptr) { co_return response{.body = "fine"}; }

/// What the watch told, one by one.
class told_outcomes {
public:
  void add(const std::optional<std::string>& wrong) {
    const std::lock_guard lock{mutex_};
    all_.push_back(wrong.value_or("read"));
    changed_.notify_all();
  }
  std::string next() {
    std::unique_lock lock{mutex_};
    if (!changed_.wait_for(lock, 10s, [this] { return !all_.empty(); })) return "nothing";
    const auto first = all_.front();
    all_.pop_front();
    return first;
  }

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> all_;
};

class certificate_watch_test : public testing::Test {
protected:
  certificate_watch_test() {
    asio::co_spawn(world.io, on_the_thread([this] { watch->start(); }), asio::use_future).get();
  }
  ~certificate_watch_test() override {
    asio::co_spawn(world.io, on_the_thread([this] { watch->stop(); }), asio::use_future).get();
  }

  static asio::awaitable<void> on_the_thread(std::function<void()> what) {
    what();
    co_return;
  }

  /// A pair put in place as a whole, as `mv` does.
  void put(const std::string& name) const {
    const auto chain = world.directory.path() / "new.pem";
    const auto key = world.directory.path() / "new.key";
    test::write_certificate(name, chain, key);
    fs::rename(key, world.key());
    fs::rename(chain, world.certificate());
  }

  /// Until a pair was read: the files of one change in two steps, and a look may fall between.
  void await_reading() {
    for (auto outcome = told.next(); outcome != "read"; outcome = told.next())
      ASSERT_NE(outcome, "nothing");
  }

  std::string name_given_now() const { return world.client().server_name(); }

  told_outcomes told;
  test::front_world world{fine};
  std::shared_ptr<certificate_watch> watch = std::make_shared<certificate_watch>(
      world.io, world.tls, 5ms, [this](const auto& wrong) { told.add(wrong); });
};

TEST_F(certificate_watch_test, new_connections_get_the_new_certificate_and_an_open_one_goes_on) {
  auto open = world.client();
  EXPECT_EQ(open.server_name(), "first");
  put("second");
  await_reading();
  EXPECT_EQ(name_given_now(), "second");
  EXPECT_FALSE(world.client({.tls_1_2_only = true}).connected());
  open.send(test::plain_get);
  EXPECT_TRUE(open.reply().starts_with("HTTP/1.1 200"));
}

TEST_F(certificate_watch_test, a_broken_file_changes_nothing_and_is_told_once) {
  const auto broken = world.directory.path() / "broken.pem";
  std::ofstream{broken} << "no certificate";
  fs::rename(broken, world.certificate());
  EXPECT_NE(told.next().find("certificate.pem cannot be used"), std::string::npos);
  EXPECT_EQ(name_given_now(), "first");
  put("second");
  await_reading();
  EXPECT_EQ(name_given_now(), "second");
  // Between the two files of `put` perhaps once more.
  EXPECT_LE(world.tls->read().refused, 2U);
}

TEST_F(certificate_watch_test, a_missing_file_changes_nothing) {
  fs::remove(world.key());
  EXPECT_NE(told.next().find("key.pem cannot be used"), std::string::npos);
  EXPECT_EQ(name_given_now(), "first");
}

/// As certbot does: the names in `live` are links into `archive`, set anew one after the other.
TEST(certificate_watch_on_links, follows_links_that_are_set_to_other_files) {
  test::temporary_directory directory;
  const auto at = [&](const std::string& name) { return directory.path() / name; };
  const auto link = [&](const std::string& to, const std::string& name) {
    fs::create_symlink(to, at("link"));
    fs::rename(at("link"), at(name));
  };
  test::write_certificate("one", at("chain1.pem"), at("key1.pem"));
  link("chain1.pem", "chain.pem");
  link("key1.pem", "key.pem");
  const auto tls = *tls_context::make({at("chain.pem"), at("key.pem")});
  const auto first = tls->current();
  test::write_certificate("two", at("chain2.pem"), at("key2.pem"));
  EXPECT_FALSE(tls->outdated());
  link("chain2.pem", "chain.pem");
  EXPECT_TRUE(tls->outdated());
  EXPECT_TRUE(tls->reload().has_value());
  EXPECT_FALSE(tls->outdated());
  link("key2.pem", "key.pem");
  EXPECT_TRUE(tls->outdated());
  EXPECT_EQ(tls->reload(), std::nullopt);
  EXPECT_NE(tls->current(), first);
}

}
}
