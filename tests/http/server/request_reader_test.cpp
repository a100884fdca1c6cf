// SPDX-License-Identifier: Apache-2.0
#include "http/server/request_reader.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <deque>

namespace muniment::http {
namespace {

using namespace std::chrono_literals;

/// A connection over which come the pieces that a test names; then it is closed, or silent.
class scripted_transport : public transport {
public:
  std::deque<std::string> pieces;
  bool falls_silent = false; ///< in place of closing
  std::string written;
  std::vector<std::chrono::milliseconds> allowed;

  void allow(std::chrono::milliseconds time) override { allowed.push_back(time); }
  [[nodiscard]] bool expired() const override { return falls_silent && pieces.empty(); }
  asio::awaitable<bool> handshake() override { co_return true; }
  asio::awaitable<std::size_t> read_some(asio::mutable_buffer into) override {
    if (pieces.empty()) co_return 0;
    auto& first = pieces.front();
    const auto count = asio::buffer_copy(into, asio::buffer(first));
    first.erase(0, count);
    if (first.empty()) pieces.pop_front();
    co_return count;
  }
  asio::awaitable<bool> write(asio::const_buffer from) override {
    written.append(static_cast<const char*>(from.data()), from.size());
    co_return true;
  }
  asio::awaitable<void> say_goodbye() override { co_return; }
  void interrupt() override {}
  void cut() override {}
};

class request_reader_test : public testing::Test {
protected:
  reading next() {
    asio::io_context loop;
    std::optional<reading> found;
    asio::co_spawn(loop, reader.next(60s),
                   [&](const std::exception_ptr&, reading got) { found = std::move(got); });
    loop.run();
    return std::move(found.value());
  }

  request_read next_whole() {
    auto found = next();
    auto* whole = std::get_if<request_read>(&found);
    if (whole) return std::move(*whole);
    ADD_FAILURE() << "no request: " << refusal_in(found);
    return {std::make_shared<request>()};
  }

  /// The code of a refusal; empty for anything else.
  static std::string refusal_in(const reading& found) {
    const auto* refused = std::get_if<problem>(&found);
    return refused ? std::string{refused->code.view()} : std::string{};
  }

  void octet_by_octet(std::string_view text) {
    for (const char each : text)
      from.pieces.emplace_back(1, each);
  }

  scripted_transport from;
  server_limits limits{.body = 64};
  request_reader reader{from, limits};
};

TEST_F(request_reader_test, reads_the_same_however_the_octets_come) {
  constexpr std::string_view sent = "POST /a/b?c=d&e HTTP/1.1\r\nHost: a.test\r\nX-One: 1\r\n"
                                    "Content-Length: 5\r\n\r\nhello";
  from.pieces = {std::string{sent}};
  octet_by_octet(sent);
  for (int time = 0; time < 2; ++time) {
    const auto read = next_whole();
    EXPECT_EQ(read.asked->method, "POST");
    EXPECT_EQ(read.asked->path, "/a/b");
    EXPECT_EQ(read.asked->query, "c=d&e");
    EXPECT_EQ(read.asked->field("x-one"), "1");
    EXPECT_EQ(read.asked->body, "hello");
    EXPECT_TRUE(read.persistent);
    EXPECT_TRUE(reader.idle());
  }
  EXPECT_TRUE(std::holds_alternative<nothing_read>(next()));
}

TEST_F(request_reader_test, keeps_what_was_sent_ahead_for_the_next_request) {
  from.pieces = {"GET /one HTTP/1.1\r\nHost: a.test\r\n\r\nGET /two HTTP/1.1\r\nHost: a.te",
                 "st\r\nConnection: close\r\n\r\n"};
  EXPECT_EQ(next_whole().asked->path, "/one");
  EXPECT_FALSE(reader.idle());
  const auto last = next_whole();
  EXPECT_EQ(last.asked->path, "/two");
  EXPECT_FALSE(last.persistent);
}

TEST_F(request_reader_test, puts_chunks_together_and_reads_on_behind_them) {
  constexpr std::string_view sent = "POST / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked"
                                    "\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
                                    "GET /next HTTP/1.1\r\nHost: a.test\r\n\r\n";
  octet_by_octet(sent);
  EXPECT_EQ(next_whole().asked->body, "abcde");
  EXPECT_EQ(next_whole().asked->path, "/next");
}

TEST_F(request_reader_test, takes_the_authority_of_an_absolute_target_for_the_host) {
  from.pieces = {"GET https://b.test/x?y HTTP/1.1\r\nHost: a.test\r\n\r\n",
                 "GET https://c.test HTTP/1.0\r\n\r\n"};
  const auto read = next_whole();
  EXPECT_EQ(read.asked->field("Host"), "b.test");
  EXPECT_EQ(read.asked->path, "/x");
  EXPECT_EQ(read.asked->query, "y");
  const auto old = next_whole();
  EXPECT_EQ(old.asked->field("Host"), "c.test");
  EXPECT_EQ(old.asked->path, "/");
}

TEST_F(request_reader_test, invites_a_body_that_waits_for_it_and_no_other) {
  constexpr auto head = "POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 2\r\n"
                        "Expect: 100-continue\r\n\r\n";
  from.pieces = {head, "ab", std::string{head} + "cd"};
  EXPECT_EQ(next_whole().asked->body, "ab");
  EXPECT_EQ(from.written, "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_EQ(next_whole().asked->body, "cd");
  EXPECT_EQ(from.written, "HTTP/1.1 100 Continue\r\n\r\n");
}

TEST_F(request_reader_test, refuses_a_body_over_the_limit_by_either_framing) {
  from.pieces = {"POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 65\r\n\r\n"};
  EXPECT_EQ(refusal_in(next()), "body_too_large");
}

TEST_F(request_reader_test, refuses_chunks_over_the_limit) {
  from.pieces = {"POST / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n",
                 "20\r\n" + std::string(32, 'x') + "\r\n21\r\n" + std::string(33, 'x') + "\r\n"};
  EXPECT_EQ(refusal_in(next()), "body_too_large");
}

TEST_F(request_reader_test, tells_who_is_too_slow_and_nobody_who_left) {
  from.pieces = {"GET / HTTP/1.1\r\nHo"};
  EXPECT_TRUE(std::holds_alternative<nothing_read>(next()));
  scripted_transport slow;
  slow.falls_silent = true;
  for (const auto* begun :
       {"GET / HTTP/1.1\r\nHo", "POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 2\r\n\r\na",
        "POST / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n"
        "\r\n2\r\na"}) {
    slow.pieces = {begun};
    request_reader waiting{slow, limits};
    asio::io_context loop;
    std::string told;
    asio::co_spawn(loop, waiting.next(60s),
                   [&](const std::exception_ptr&, const reading& got) { told = refusal_in(got); });
    loop.run();
    EXPECT_EQ(told, "request_timeout") << begun;
  }
}

TEST_F(request_reader_test, allows_patience_then_the_times_of_head_and_body) {
  from.pieces = {"POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 1\r\n\r\na"};
  next_whole();
  EXPECT_EQ(from.allowed,
            (std::vector<std::chrono::milliseconds>{60s, limits.head_time, limits.body_time}));
}

}
}
