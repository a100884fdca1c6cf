// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/arrival.hpp"
#include "http/server/message.hpp"
#include "http/server/observer.hpp"
#include "http/server/reply.hpp"
#include "http/server/request_reader.hpp"
#include "http/server/server_limits.hpp"
#include "http/server/transport.hpp"

#include <memory>
#include <string>

namespace muniment::http {

/// What the sessions of one listener share, on its thread.
struct session_world {
  server_limits limits;
  handler handle;
  std::shared_ptr<observer> watch;
  /// Who the client is, given the peer's address.
  std::function<std::string(const std::string& peer, const request&)> client;
  failure_teller tell; ///< empty for a problem (RFC 9457)
  bool secure = true;
  bool draining = false;
  std::size_t in_flight = 0;
  std::function<void()> landed = [] {}; ///< Called when `in_flight` went down.
};

/// One connection from its handshake to its end. Its requests are answered one after the other, in
/// order (RFC 9112 section 9.3.2).
class session : public std::enable_shared_from_this<session> {
public:
  session(std::shared_ptr<session_world> world, std::shared_ptr<transport> peer,
          std::string address);

  /// Serves until the connection ends. Never throws.
  asio::awaitable<void> run();

  /// Ends now if it is between requests, else with the reply to the present one. The world drains.
  void finish();

  /// Ends at once; a handler that is under way goes on for nobody.
  void cut();

  /// The peer's.
  [[nodiscard]] const std::string& address() const { return address_; }

private:
  using moment = std::chrono::steady_clock::time_point;

  asio::awaitable<bool> serve_one();
  asio::awaitable<bool> answer(request_read read);
  asio::awaitable<response> handled(request_ptr asked);
  asio::awaitable<bool> send(const response& reply, const request* asked, bool close);
  [[nodiscard]] server_limits::duration patience() const;
  void draw_ids();

  std::shared_ptr<session_world> world_;
  std::shared_ptr<transport> peer_;
  std::string address_;
  request_reader reader_;
  std::shared_ptr<arrival<response>> landing_; // Where the present handler's reply arrives.
  std::string request_id_;
  trace_id fresh_trace_{}; // For a request that names none.
  moment began_{};
  std::size_t served_ = 0;
  bool waiting_ = false; // For the next request.
};

}
