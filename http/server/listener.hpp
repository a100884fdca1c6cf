// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/message.hpp"
#include "http/server/observer.hpp"
#include "http/server/reply.hpp"
#include "http/server/server_limits.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace muniment::http {

class tls_context;
class accepting;

/// Where a listener stands and what it grants.
struct listen_options {
  /// IP addresses, not names. `::` stands for IPv4 too unless an IPv4 address is there as well.
  std::vector<std::string> addresses = {"127.0.0.1"};
  unsigned short port = 0; ///< The same for all; 0 for any free one.
  server_limits limits = {};
  std::shared_ptr<observer> watch = {}; ///< Null for nobody.
  /// The client's address, given the peer's and what it sent; empty to take the peer's.
  std::function<std::string(const std::string& peer, const request&)> client = {};
  /// Whether the peer of that address brings the requests of many clients, and so may have more
  /// connections than one of them; empty for nobody.
  std::function<bool(const std::string& peer)> proxy = {};
  /// How overload, lateness and failure of the handler are told; empty for a problem (RFC 9457).
  failure_teller tell = {};
};

/// Serves HTTP/1.1 on one port of its addresses, on the one thread that runs the io_context; all
/// functions are called there, or before it runs. Destroyed, it cuts what is left; what the handler
/// uses must outlive the io_context's last step.
class listener {
public:
  ~listener();
  listener(const listener&) = delete;
  listener& operator=(const listener&) = delete;

  /// Begins to accept.
  void start();

  /// Where it listens; also before `start`.
  [[nodiscard]] unsigned short port() const;

  /// How many are open now.
  [[nodiscard]] std::size_t connections() const;

  /// Accepts nothing more, ends idle connections, lets requests in flight be answered with
  /// Connection: close, and cuts what is left after `patience`. Returns when no connection is left.
  asio::awaitable<void> drain(std::chrono::milliseconds patience);

protected:
  /// Binds each address, or throws std::system_error, whose text begins with address and port. A
  /// machine without the loopback of IPv6 is one on which `::1` is passed over, where it is not the
  /// only one.
  listener(asio::io_context& io, listen_options options, std::shared_ptr<tls_context> tls,
           handler handle);

private:
  std::shared_ptr<accepting> accepting_;
};

/// The service itself.
class https_server : public listener {
public:
  /// `tls` is not null.
  https_server(asio::io_context& io, listen_options options, std::shared_ptr<tls_context> tls,
               handler handle);
};

/// Without TLS, and so for nothing that carries a secret: operations on the loopback, and the
/// redirect to HTTPS.
class plain_server : public listener {
public:
  plain_server(asio::io_context& io, listen_options options, handler handle);
};

}
