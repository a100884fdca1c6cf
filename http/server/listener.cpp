// SPDX-License-Identifier: Apache-2.0
#include "http/server/listener.hpp"

#include "http/server/client_counts.hpp"
#include "http/server/session.hpp"
#include "http/server/tls_context.hpp"
#include "http/server/unowned.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <set>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace muniment::http {

using asio::ip::tcp;

namespace {

/// After an accept failed (no descriptor left, mostly), so that it is not tried in a circle.
constexpr std::chrono::milliseconds breath{50};

using acceptors = std::vector<tcp::acceptor>;

bool is_absent(const boost::system::error_code& failed) {
  return failed == asio::error::address_family_not_supported ||
         failed == boost::system::errc::address_not_available;
}

boost::system::error_code open(tcp::acceptor& made, const tcp::endpoint& place, bool v6_only) {
  boost::system::error_code failed;
  made.open(place.protocol(), failed);
  if (!failed) made.set_option(tcp::acceptor::reuse_address(true), failed);
  if (!failed && place.address().is_v6()) made.set_option(asio::ip::v6_only(v6_only), failed);
  if (!failed) made.bind(place, failed);
  if (!failed) made.listen(tcp::acceptor::max_listen_connections, failed);
  return failed;
}

acceptors bound(asio::io_context& io, const listen_options& options) {
  std::vector<asio::ip::address> addresses;
  for (const auto& each : options.addresses)
    addresses.push_back(asio::ip::make_address(each));
  const bool beside_v4 = std::ranges::any_of(addresses, [](auto& each) { return each.is_v4(); });
  acceptors all;
  auto port = options.port;
  for (const auto& address : addresses) {
    tcp::acceptor made{io};
    const auto failed = open(made, {address, port}, beside_v4);
    if (is_absent(failed) && address == asio::ip::address_v6::loopback() && addresses.size() > 1)
      continue;
    if (failed)
      throw std::system_error{failed, address.to_string() + " port " + std::to_string(port)};
    port = made.local_endpoint().port();
    all.push_back(std::move(made));
  }
  return all;
}

}

/// Accepts, and knows the sessions. Its coroutines keep it alive.
class accepting : public std::enable_shared_from_this<accepting> {
public:
  accepting(asio::io_context& io, listen_options options, std::shared_ptr<tls_context> tls,
            handler handle);

  void start() {
    for (auto& each : acceptors_)
      asio::co_spawn(each.get_executor(), accept_all(each), unowned);
  }
  asio::awaitable<void> drain(std::chrono::milliseconds patience);
  void stop();

  [[nodiscard]] unsigned short port() const { return port_; }
  [[nodiscard]] std::size_t connections() const { return sessions_.size(); }

private:
  asio::awaitable<void> accept_all(tcp::acceptor& from);
  void admit(tcp::socket socket);
  asio::awaitable<void> serve(std::shared_ptr<session> each, bool counted);
  asio::awaitable<void> await_end(std::chrono::steady_clock::time_point until);
  void accept_no_more();

  std::shared_ptr<session_world> world_ = std::make_shared<session_world>();
  std::shared_ptr<tls_context> tls_;
  acceptors acceptors_; // Never changed while its coroutines run.
  asio::steady_timer changed_;
  std::set<std::shared_ptr<session>> sessions_;
  client_counts counts_; // Without those of proxies.
  std::function<bool(const std::string& peer)> proxy_;
  unsigned short port_ = 0;
};

accepting::accepting(asio::io_context& io, listen_options options, std::shared_ptr<tls_context> tls,
                     handler handle)
    : tls_{std::move(tls)}, acceptors_{bound(io, options)}, changed_{io} {
  world_->limits = options.limits;
  world_->handle = std::move(handle);
  world_->watch = options.watch ? std::move(options.watch) : std::make_shared<observer>();
  world_->client = std::move(options.client);
  world_->tell = std::move(options.tell);
  proxy_ = std::move(options.proxy);
  world_->secure = tls_ != nullptr;
  port_ = acceptors_.at(0).local_endpoint().port();
}

asio::awaitable<void> accepting::accept_all(tcp::acceptor& from) {
  const auto self = shared_from_this();
  while (from.is_open()) {
    tcp::socket socket{from.get_executor()};
    boost::system::error_code failed;
    co_await from.async_accept(socket, asio::redirect_error(asio::use_awaitable, failed));
    if (!failed) {
      admit(std::move(socket));
    } else if (from.is_open()) {
      asio::steady_timer rest{from.get_executor(), breath};
      co_await rest.async_wait(asio::redirect_error(asio::use_awaitable, failed));
    }
  }
}

void accepting::admit(tcp::socket socket) {
  boost::system::error_code gone;
  const auto peer = socket.remote_endpoint(gone);
  if (gone || world_->draining) return;
  if (sessions_.size() >= world_->limits.connections)
    return world_->watch->refused(turned_away::connection);
  const auto address = address_text(peer.address());
  const bool counted = !proxy_ || !proxy_(address);
  if (counted && !counts_.enter(peer.address(), world_->limits.connections_per_address))
    return world_->watch->refused(turned_away::connection_of_address);
  socket.set_option(tcp::no_delay(true), gone);
  auto link = make_transport(std::move(socket), tls_ ? tls_->current() : nullptr);
  auto each = std::make_shared<session>(world_, std::move(link), address);
  sessions_.insert(each);
  world_->watch->connections(sessions_.size());
  asio::co_spawn(changed_.get_executor(), serve(each, counted), unowned);
}

asio::awaitable<void> accepting::serve(std::shared_ptr<session> each, bool counted) {
  const auto self = shared_from_this();
  co_await each->run();
  if (counted) counts_.leave(asio::ip::make_address(each->address()));
  sessions_.erase(each);
  world_->watch->connections(sessions_.size());
  changed_.cancel();
}

asio::awaitable<void> accepting::drain(std::chrono::milliseconds patience) {
  const auto self = shared_from_this();
  accept_no_more();
  world_->draining = true;
  world_->landed = [weak = weak_from_this()] {
    if (const auto alive = weak.lock()) alive->changed_.cancel();
  };
  for (const auto& each : sessions_)
    each->finish();
  co_await await_end(std::chrono::steady_clock::now() + patience);
  for (const auto& each : sessions_)
    each->cut();
  while (!sessions_.empty()) {
    boost::system::error_code changed;
    changed_.expires_at(std::chrono::steady_clock::time_point::max());
    co_await changed_.async_wait(asio::redirect_error(asio::use_awaitable, changed));
  }
}

/// Until no connection and no handler is left, or `until` comes.
asio::awaitable<void> accepting::await_end(std::chrono::steady_clock::time_point until) {
  while (!sessions_.empty() || world_->in_flight > 0) {
    if (std::chrono::steady_clock::now() >= until) co_return;
    boost::system::error_code changed;
    changed_.expires_at(until);
    co_await changed_.async_wait(asio::redirect_error(asio::use_awaitable, changed));
  }
}

void accepting::accept_no_more() {
  boost::system::error_code ignored;
  for (auto& each : acceptors_)
    each.close(ignored);
}

void accepting::stop() {
  accept_no_more();
  for (const auto& each : sessions_)
    each->cut();
}

listener::listener(asio::io_context& io, listen_options options, std::shared_ptr<tls_context> tls,
                   handler handle)
    : accepting_{
          std::make_shared<accepting>(io, std::move(options), std::move(tls), std::move(handle))} {}

listener::~listener() { accepting_->stop(); }

void listener::start() { accepting_->start(); }

unsigned short listener::port() const { return accepting_->port(); }

std::size_t listener::connections() const { return accepting_->connections(); }

asio::awaitable<void> listener::drain(std::chrono::milliseconds patience) {
  return accepting_->drain(patience);
}

https_server::https_server(asio::io_context& io, listen_options options,
                           std::shared_ptr<tls_context> tls, handler handle)
    : listener{io, std::move(options),
               tls ? std::move(tls) : throw std::invalid_argument{"https without certificate"},
               std::move(handle)} {}

plain_server::plain_server(asio::io_context& io, listen_options options, handler handle)
    : listener{io, std::move(options), nullptr, std::move(handle)} {}

}
