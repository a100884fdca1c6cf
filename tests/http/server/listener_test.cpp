// SPDX-License-Identifier: Apache-2.0
#include "http/server/listener.hpp"

#include "http/server/arrival.hpp"
#include "tests/support/front_world.hpp"

#include <gtest/gtest.h>

namespace muniment::http {
namespace {

using test::front_world;
using namespace std::chrono_literals;

/// Tells what it was asked.
asio::awaitable<response> echo(request_ptr asked) {
  auto told = asked->method + " " + asked->path + "?" + asked->query + " ";
  told.append(asked->field("host").value_or("-")).append(" ").append(asked->body);
  co_return response{.body = told};
}

/// Answers when the test says so.
struct gate {
  asio::io_context* io = nullptr;
  std::weak_ptr<arrival<int>> waiting; // The gate outlives the io_context that its timer needs.
  std::promise<void> reached;

  void open() {
    if (auto alive = waiting.lock()) arrival<int>::deliver(std::move(alive), 1);
  }

  handler handle() {
    return [this](const request_ptr&) { return answer(); };
  }
  asio::awaitable<response> answer() {
    const auto executor = co_await asio::this_coro::executor;
    const auto opened = std::make_shared<arrival<int>>(executor);
    waiting = opened;
    reached.set_value();
    co_await opened->wait();
    co_return response{.body = "done"};
  }
};

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

TEST(listener, answers_over_tls_1_3_with_the_fields_every_reply_has) {
  front_world world{echo};
  auto client = world.client({.protocols = "http/1.1"});
  ASSERT_TRUE(client.connected());
  EXPECT_EQ(client.version(), "TLSv1.3");
  EXPECT_EQ(client.protocol(), "http/1.1");
  client.send("GET /x?y=1 HTTP/1.1\r\nHost: a.test\r\n\r\n");
  const auto reply = client.reply();
  EXPECT_EQ(test::status_of(reply), "HTTP/1.1 200");
  EXPECT_TRUE(has(reply, "\r\n\r\nGET /x?y=1 a.test "));
  for (const auto* field :
       {"\r\nDate: ", "\r\nX-Request-Id: ", "\r\nContent-Length: 18\r\n",
        "\r\nStrict-Transport-Security: max-age=63072000", "\r\nCache-Control: no-store\r\n"})
    EXPECT_TRUE(has(reply, field)) << field;
  EXPECT_FALSE(has(reply, "Connection:"));
}

TEST(listener, takes_the_authority_of_an_absolute_target_for_the_host) {
  front_world world{echo};
  auto client = world.client();
  client.send("GET https://b.test/x HTTP/1.1\r\nHost: a.test\r\n\r\n");
  EXPECT_TRUE(has(client.reply(), "\r\n\r\nGET /x? b.test "));
  auto old = world.client();
  old.send("GET https://b.test/x HTTP/1.0\r\n\r\n");
  EXPECT_TRUE(has(old.reply(), "\r\n\r\nGET /x? b.test "));
}

TEST(listener, refuses_tls_1_2_unless_allowed) {
  front_world strict{echo};
  EXPECT_FALSE(strict.client({.tls_1_2_only = true}).connected());
  EXPECT_TRUE(strict.watch->comes(turned_away::handshake));
  front_world lenient{echo, {}, true};
  auto client = lenient.client({.tls_1_2_only = true});
  ASSERT_TRUE(client.connected());
  EXPECT_EQ(client.version(), "TLSv1.2");
  client.send(test::plain_get);
  EXPECT_EQ(test::status_of(client.reply()), "HTTP/1.1 200");
}

TEST(listener, refuses_a_client_that_wants_another_protocol_only) {
  front_world world{echo};
  EXPECT_FALSE(world.client({.protocols = "h2"}).connected());
}

TEST(listener, answers_requests_sent_ahead_in_their_order) {
  front_world world{echo};
  auto client = world.client();
  std::string octets;
  for (int each = 0; each < 50; ++each)
    octets += "POST /" + std::to_string(each) +
              " HTTP/1.1\r\nHost: a.test\r\nContent-Length: 2\r\n\r\nab";
  client.send(octets);
  for (int each = 0; each < 50; ++each)
    EXPECT_TRUE(has(client.reply(), "\r\n\r\nPOST /" + std::to_string(each) + "? a.test ab"));
}

TEST(listener, tells_the_length_but_not_the_body_to_head) {
  front_world world{echo};
  auto client = world.client();
  client.send("HEAD / HTTP/1.1\r\nHost: a.test\r\n\r\n");
  EXPECT_TRUE(has(client.reply(true), "\r\nContent-Length: 15\r\n"));
  client.send(test::plain_get);
  EXPECT_TRUE(has(client.reply(), "\r\n\r\nGET /"));
}

TEST(listener, invites_the_body_of_a_client_that_asks) {
  front_world world{echo};
  auto client = world.client();
  client.send(
      "POST / HTTP/1.1\r\nHost: a.test\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
  EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("hello");
  EXPECT_TRUE(has(client.reply(), "\r\n\r\nPOST /? a.test hello"));
}

TEST(listener, joins_chunks) {
  front_world world{echo};
  auto client = world.client();
  client.send("POST / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe");
  client.send("\r\n3\r\nllo\r\n0\r\n\r\n");
  client.send(test::plain_get);
  EXPECT_TRUE(has(client.reply(), "\r\n\r\nPOST /? a.test hello"));
  EXPECT_TRUE(has(client.reply(), "\r\n\r\nGET /"));
}

TEST(listener, closes_when_asked_to_and_after_so_many_requests) {
  front_world world{echo, {.requests_per_connection = 2}};
  auto polite = world.client();
  polite.send("GET / HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(has(polite.reply(), "\r\nConnection: close\r\n"));
  EXPECT_TRUE(polite.closed());
  auto busy = world.client();
  const std::string one{test::plain_get};
  busy.send(one + one + one);
  EXPECT_FALSE(has(busy.reply(), "Connection: close"));
  EXPECT_TRUE(has(busy.reply(), "\r\nConnection: close\r\n"));
  EXPECT_TRUE(busy.closed());
}

TEST(listener, refuses_a_body_too_large_in_either_framing) {
  front_world world{echo, {.body = 4}};
  auto counted = world.client();
  counted.send("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 5\r\n\r\nhello");
  EXPECT_EQ(test::status_of(counted.reply()), "HTTP/1.1 413");
  EXPECT_TRUE(counted.closed());
  auto chunked = world.client();
  chunked.send("POST / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n"
               "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  EXPECT_EQ(test::status_of(chunked.reply()), "HTTP/1.1 413");
  EXPECT_TRUE(chunked.closed());
}

TEST(listener, ends_a_client_that_never_shakes_hands) {
  front_world world{echo, {.handshake = 50ms}};
  auto client = world.client({.plain = true});
  EXPECT_TRUE(client.closed());
  EXPECT_TRUE(world.watch->comes(turned_away::handshake));
}

TEST(listener, ends_a_client_that_sends_its_head_too_slowly) {
  front_world world{echo, {.head_time = 50ms}};
  auto client = world.client();
  client.send("GET / HT");
  EXPECT_EQ(test::status_of(client.reply()), "HTTP/1.1 408");
  EXPECT_TRUE(client.closed());
}

TEST(listener, ends_a_client_that_sends_its_body_too_slowly) {
  front_world world{echo, {.body_time = 50ms}};
  auto client = world.client();
  client.send("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 5\r\n\r\nhel");
  EXPECT_EQ(test::status_of(client.reply()), "HTTP/1.1 408");
  EXPECT_TRUE(client.closed());
}

TEST(listener, ends_a_silent_client_without_a_word) {
  front_world world{echo, {.first_head = 50ms, .idle = 50ms}};
  EXPECT_TRUE(world.client().closed());
  auto client = world.client();
  client.send(test::plain_get);
  EXPECT_EQ(test::status_of(client.reply()), "HTTP/1.1 200");
  EXPECT_TRUE(client.closed());
}

TEST(listener, cuts_a_client_that_does_not_read) {
  const auto large = [](request_ptr) -> asio::awaitable<response> {
    co_return response{.body = std::string(std::size_t{32} * 1024 * 1024, 'x')};
  };
  front_world world{large, {.write = 100ms}};
  auto client = world.client({.receive_buffer = 4096});
  client.send(test::plain_get);
  EXPECT_TRUE(world.watch->comes([&] { return world.watch->answers == 1; }));
  EXPECT_TRUE(world.watch->comes([&] { return world.watch->open == 0; }));
  EXPECT_LT(client.rest().size(), std::size_t{32} * 1024 * 1024);
}

TEST(listener, answers_for_a_handler_that_is_late) {
  gate closed;
  front_world world{closed.handle(), {.handler = 50ms}};
  auto client = world.client();
  client.send(test::plain_get);
  const auto reply = client.reply();
  EXPECT_EQ(test::status_of(reply), "HTTP/1.1 503");
  EXPECT_TRUE(has(reply, "\r\nRetry-After: 1\r\n"));
  EXPECT_EQ(world.watch->count(turned_away::deadline), 1);
  closed.open();
}

TEST(listener, turns_requests_away_while_too_many_are_in_flight) {
  gate closed;
  front_world world{closed.handle(), {.in_flight = 1}};
  auto first = world.client();
  first.send(test::plain_get);
  closed.reached.get_future().wait();
  auto second = world.client();
  second.send(test::plain_get);
  const auto reply = second.reply();
  EXPECT_EQ(test::status_of(reply), "HTTP/1.1 503");
  EXPECT_TRUE(has(reply, "\r\nRetry-After: 1\r\n"));
  closed.open();
  EXPECT_TRUE(has(first.reply(), "done"));
}

TEST(listener, turns_away_connections_beyond_either_limit) {
  for (const auto& [limits, why] :
       {std::pair{server_limits{.connections = 1}, turned_away::connection},
        std::pair{server_limits{.connections_per_address = 1},
                  turned_away::connection_of_address}}) {
    front_world world{echo, limits};
    auto first = world.client();
    first.send(test::plain_get);
    EXPECT_EQ(test::status_of(first.reply()), "HTTP/1.1 200");
    EXPECT_FALSE(world.client().connected());
    EXPECT_TRUE(world.watch->comes(why));
  }
}

TEST(listener, answers_for_a_handler_that_throws_and_does_not_repeat_it) {
  const auto failing = [](request_ptr asked) -> asio::awaitable<response> {
    if (asked->path == "/field") co_return response{.fields = {{"X", "a\r\nSet-Cookie: b=c"}}};
    throw std::runtime_error{"secret"};
  };
  front_world world{failing};
  auto client = world.client();
  client.send(test::plain_get);
  const auto reply = client.reply();
  EXPECT_EQ(test::status_of(reply), "HTTP/1.1 500");
  EXPECT_FALSE(has(reply, "secret"));
  client.send("GET /field HTTP/1.1\r\nHost: a.test\r\n\r\n");
  const auto split = client.reply();
  EXPECT_EQ(test::status_of(split), "HTTP/1.1 500");
  EXPECT_FALSE(has(split, "Set-Cookie"));
  EXPECT_TRUE(world.watch->comes([&] { return world.watch->failures == 2; }));
  EXPECT_NE(world.watch->last_cause.find("unsendable"), std::string::npos)
      << world.watch->last_cause;
}

TEST(listener, takes_a_503_with_a_cause_for_no_failure_of_the_handler) {
  const auto held_elsewhere = [](request_ptr) -> asio::awaitable<response> {
    co_return response{.status = 503, .cause = "its lease is over"};
  };
  front_world world{held_elsewhere};
  auto client = world.client();
  client.send(test::plain_get);
  const auto reply = client.reply();
  EXPECT_EQ(test::status_of(reply), "HTTP/1.1 503");
  EXPECT_FALSE(has(reply, "lease"));
  ASSERT_TRUE(world.watch->comes([&] { return world.watch->answers == 1; }));
  EXPECT_EQ(world.watch->unattended, 1);
  EXPECT_EQ(world.watch->failures, 0);
  EXPECT_EQ(world.watch->last_cause, "its lease is over");
}

/// Every failure the listener tells, as this listener is to tell it.
response in_capitals(const request& asked, const problem& what) {
  return {.status = what.status, .body = "SORRY " + asked.path + std::string(what.code.view())};
}

TEST(listener, tells_what_it_has_to_tell_itself_as_it_is_told_to) {
  gate closed;
  const auto handle = [&](const request_ptr& asked) {
    return asked->path == "/late" ? closed.answer() : throw std::runtime_error{"secret"};
  };
  listen_options more;
  more.tell = in_capitals;
  front_world world{handle, {.in_flight = 1, .handler = 50ms}, false, {}, std::move(more)};
  auto client = world.client();
  client.send("GET /fails HTTP/1.1\r\nHost: a.test\r\n\r\n");
  EXPECT_TRUE(has(client.reply(), "SORRY /failsinternal_error"));
  client.send("GET /late HTTP/1.1\r\nHost: a.test\r\n\r\n");
  const auto late = client.reply();
  EXPECT_TRUE(has(late, "SORRY /latedeadline_exceeded"));
  EXPECT_TRUE(has(late, "\r\nRetry-After: 1\r\n"));
  // The late one still counts as in flight.
  client.send("GET /more HTTP/1.1\r\nHost: a.test\r\n\r\n");
  const auto more_reply = client.reply();
  EXPECT_TRUE(has(more_reply, "SORRY /moreoverloaded"));
  EXPECT_TRUE(has(more_reply, "\r\nRetry-After: 1\r\n"));
  closed.open();
}

TEST(listener, tells_a_failure_plainly_when_it_cannot_be_told_as_wanted) {
  listen_options more;
  more.tell = [](const request&, const problem&) -> response { throw std::bad_alloc{}; };
  const auto failing = [](request_ptr) -> asio::awaitable<response> {
    throw std::runtime_error{"secret"};
    co_return response{};
  };
  front_world world{failing, {}, false, {}, std::move(more)};
  auto client = world.client();
  client.send(test::plain_get);
  EXPECT_TRUE(has(client.reply(), "internal_error"));
}

TEST(listener, lets_a_proxy_have_more_connections_than_one_client) {
  listen_options more;
  more.proxy = [](const std::string& peer) { return peer == "127.0.0.1"; };
  front_world world{echo, {.connections_per_address = 1}, false, {}, std::move(more)};
  auto first = world.client();
  auto second = world.client();
  for (auto* each : {&first, &second}) {
    each->send(test::plain_get);
    EXPECT_EQ(test::status_of(each->reply()), "HTTP/1.1 200");
  }
}

TEST(listener, gives_new_connections_the_new_certificate_and_keeps_it_before_a_bad_one) {
  front_world world{echo};
  auto open = world.client();
  EXPECT_EQ(open.server_name(), "first");
  test::write_certificate("second", world.certificate(), world.key());
  EXPECT_EQ(world.tls->reload(), std::nullopt);
  EXPECT_EQ(world.client().server_name(), "second");
  EXPECT_FALSE(world.client({.tls_1_2_only = true}).connected());
  open.send(test::plain_get);
  EXPECT_EQ(test::status_of(open.reply()), "HTTP/1.1 200");
  test::write_certificate("third", world.certificate(), world.directory.path() / "other.pem");
  EXPECT_TRUE(world.tls->reload().has_value());
  EXPECT_EQ(world.client().server_name(), "second");
}

TEST(listener, drains_idle_connections_at_once_and_lets_the_busy_one_end) {
  gate closed;
  front_world world{closed.handle(), {.goodbye = 50ms}};
  auto idle = world.client();
  auto busy = world.client();
  busy.send(test::plain_get);
  closed.reached.get_future().wait();
  auto done = world.drain(10s);
  EXPECT_TRUE(idle.closed());
  EXPECT_TRUE(world.watch->comes([&] { return world.watch->open == 1; }));
  EXPECT_EQ(done.wait_for(0ms), std::future_status::timeout);
  EXPECT_THROW(world.client(), std::runtime_error);
  closed.open();
  const auto reply = busy.reply();
  EXPECT_TRUE(has(reply, "\r\nConnection: close\r\n"));
  EXPECT_TRUE(has(reply, "done"));
  EXPECT_TRUE(busy.closed());
  done.get();
}

TEST(listener, cuts_what_does_not_end_while_it_drains) {
  gate closed;
  front_world world{closed.handle(), {.handler = 1h}};
  auto busy = world.client();
  busy.send(test::plain_get);
  closed.reached.get_future().wait();
  auto done = world.drain(50ms);
  EXPECT_TRUE(busy.closed());
  closed.open();
  done.get();
}

}
}
