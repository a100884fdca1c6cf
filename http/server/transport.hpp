// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <cstddef>
#include <memory>

namespace boost::asio::ssl {
class context;
}

namespace muniment::http {

namespace asio = boost::asio;

/// One accepted connection with an alarm: whatever is under way when the time allowed runs out ends
/// without a result. On the thread of its socket's executor; one operation at a time.
class transport {
public:
  virtual ~transport() = default;

  /// What follows has this long altogether, until allowed anew.
  virtual void allow(std::chrono::milliseconds time) = 0;

  /// The time allowed has run out.
  [[nodiscard]] virtual bool expired() const = 0;

  /// Before anything else. False when it failed.
  virtual asio::awaitable<bool> handshake() = 0;

  /// How many octets came; 0 when none will, for whatever reason.
  virtual asio::awaitable<std::size_t> read_some(asio::mutable_buffer into) = 0;

  /// Whether all were handed to the network.
  virtual asio::awaitable<bool> write(asio::const_buffer from) = 0;

  /// Closes so that the client still reads what was written: says it, then waits, while allowed,
  /// for the client to close too (a reset would overtake the reply).
  virtual asio::awaitable<void> say_goodbye() = 0;

  /// Ends the operation under way as if its time were up.
  virtual void interrupt() = 0;

  /// Closes at once.
  virtual void cut() = 0;
};

/// Over TLS; over the bare socket where `context` is null.
std::shared_ptr<transport> make_transport(asio::ip::tcp::socket socket,
                                          std::shared_ptr<asio::ssl::context> context);

}
