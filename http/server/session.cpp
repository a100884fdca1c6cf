// SPDX-License-Identifier: Apache-2.0
#include "http/server/session.hpp"

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"
#include "http/server/cause.hpp"
#include "http/server/framing_refusal.hpp"
#include "http/server/problems.hpp"
#include "http/server/traceparent.hpp"
#include "http/server/unowned.hpp"

#include <boost/asio/co_spawn.hpp>

#include <algorithm>
#include <utility>

namespace muniment::http {
namespace {

constexpr std::size_t request_id_octets = 12;
using answer_arrival = std::shared_ptr<arrival<response>>;

class unsendable_reply : public std::exception {};

response as_told(const session_world& world, const request& asked, const problem& what) {
  try {
    if (world.tell) return world.tell(asked, what);
  } catch (const std::exception&) {
    world.watch->handler_failed(asked.request_id, cause_of(std::current_exception()));
  }
  return reply_of(what);
}

/// In the way of the route that was asked.
response failure_of(const session_world& world, const request& asked, const problem& what) {
  auto reply = as_told(world, asked, what);
  if (what.status == 503) reply.fields.push_back({"Retry-After", "1"});
  return reply;
}

/// Only cookies make a browser's head that large, and a neighbour may have set them: it is told to
/// forget them all, or its user would be locked out for as long as they live. No script may read
/// it: nobody knows yet whose workspace was asked.
response refusal_of(const problem& told) {
  auto reply = reply_of(told);
  if (told.code == describe(framing_refusal::head_too_large).code)
    reply.fields.push_back({"Clear-Site-Data", "\"cookies\""});
  return reply;
}

/// A coroutine of its own, so that a reply may leave before a late handler ends; until then the
/// handler counts as in flight.
asio::awaitable<void> handle(std::shared_ptr<session_world> world, request_ptr asked,
                             answer_arrival landing) {
  response reply;
  try {
    reply = co_await world->handle(asked);
    if (!sendable(reply)) throw unsendable_reply{};
    if (!reply.cause.empty()) world->watch->unavailable(asked->request_id, reply.cause);
  } catch (...) {
    world->watch->handler_failed(asked->request_id, cause_of(std::current_exception()));
    reply = failure_of(*world, *asked, problems::internal_error);
  }
  --world->in_flight;
  arrival<response>::deliver(std::move(landing), std::move(reply));
  world->landed();
}

/// The caller's trace, or a new one where it names none, or several.
trace_id trace_for(const request& asked, const trace_id& fresh) {
  if (asked.count("traceparent") == 1)
    if (const auto named = trace_of(*asked.field("traceparent"))) return *named;
  return fresh;
}

}

session::session(std::shared_ptr<session_world> world, std::shared_ptr<transport> peer,
                 std::string address)
    : world_{std::move(world)}, peer_{std::move(peer)}, address_{std::move(address)},
      reader_{*peer_, world_->limits} {}

asio::awaitable<void> session::run() {
  const auto self = shared_from_this();
  try {
    peer_->allow(world_->limits.handshake);
    if (co_await peer_->handshake()) {
      while (co_await serve_one()) {
      }
      peer_->allow(world_->limits.goodbye);
      co_await peer_->say_goodbye();
    } else {
      world_->watch->refused(turned_away::handshake);
    }
  } catch (const std::exception&) {
    world_->watch->handler_failed(request_id_, cause_of(std::current_exception()));
  }
  peer_->cut();
}

void session::finish() {
  if (waiting_ && reader_.idle()) peer_->interrupt();
}

void session::cut() {
  peer_->cut();
  if (landing_) arrival<response>::deliver(landing_, reply_of(problems::overloaded));
}

void session::draw_ids() {
  const auto drawn = crypto::random_bytes(request_id_octets + fresh_trace_.size());
  request_id_ = crypto::hex_encode(std::span(drawn).first(request_id_octets));
  std::ranges::copy(std::span(drawn).subspan(request_id_octets), fresh_trace_.begin());
}

server_limits::duration session::patience() const {
  return served_ == 0 ? world_->limits.first_head : world_->limits.idle;
}

asio::awaitable<bool> session::serve_one() {
  if (world_->draining && reader_.idle()) co_return false;
  waiting_ = true;
  auto read = co_await reader_.next(patience());
  waiting_ = false;
  if (std::holds_alternative<nothing_read>(read)) co_return false;
  draw_ids();
  began_ = std::chrono::steady_clock::now();
  if (const auto* refusal = std::get_if<problem>(&read)) {
    world_->watch->refused(turned_away::framing);
    const auto reply = refusal_of(*refusal);
    co_return co_await send(reply, nullptr, true);
  }
  auto answering = answer(std::move(std::get<request_read>(read)));
  co_return co_await std::move(answering);
}

asio::awaitable<bool> session::answer(request_read read) {
  auto& asked = *read.asked;
  asked.request_id = request_id_;
  asked.address = world_->client ? world_->client(address_, asked) : address_;
  asked.trace = trace_for(asked, fresh_trace_);
  asked.deadline = began_ + world_->limits.handler;
  const auto reply = co_await handled(read.asked);
  const auto last = ++served_ >= world_->limits.requests_per_connection;
  co_return co_await send(reply, &asked, last || !read.persistent || world_->draining);
}

asio::awaitable<response> session::handled(request_ptr asked) {
  if (world_->in_flight >= world_->limits.in_flight) {
    world_->watch->refused(turned_away::in_flight);
    co_return failure_of(*world_, *asked, problems::overloaded);
  }
  const auto executor = co_await asio::this_coro::executor;
  landing_ = std::make_shared<arrival<response>>(executor);
  ++world_->in_flight;
  asio::co_spawn(executor, handle(world_, asked, landing_), unowned);
  auto landed = co_await landing_->wait(asked->deadline);
  landing_.reset();
  if (landed) co_return std::move(*landed);
  world_->watch->refused(turned_away::deadline);
  co_return failure_of(*world_, *asked, problems::deadline_exceeded);
}

/// Whether the connection goes on.
asio::awaitable<bool> session::send(const response& reply, const request* asked, bool close) {
  const auto octets = serialise(reply, {.request_id = request_id_,
                                        .now = std::chrono::system_clock::now(),
                                        .close = close,
                                        .without_body = asked && asked->method == "HEAD",
                                        .secure = world_->secure});
  peer_->allow(world_->limits.write);
  const auto written = co_await peer_->write(asio::buffer(octets));
  if (!written) peer_->cut();
  world_->watch->answered({.asked = asked,
                           .request_id = request_id_,
                           .status = reply.status,
                           .took = std::chrono::steady_clock::now() - began_});
  co_return written && !close;
}

}
