// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace muniment::http {

/// What one listener grants. Each limit has its answer: a status, or the connection closes.
struct server_limits {
  using duration = std::chrono::milliseconds;

  // Octets: beyond them 414, 431, 413.
  std::size_t target = 8 * 1024;
  std::size_t ordinary_head = 16 * 1024; ///< The head without the values of its Cookie fields.
  std::size_t head = 64 * 1024;          ///< The head with them.
  std::uint64_t body = 64 * 1024;

  // Connections: one more is closed before its handshake.
  std::size_t connections = 4096;
  std::size_t connections_per_address = 256;  ///< Of IPv6, per /64.
  std::size_t requests_per_connection = 1000; ///< The last one is answered with Connection: close.

  std::size_t in_flight = 1024; ///< Requests being handled: one more is answered with 503.

  // Times: each for the whole of what it names.
  duration handshake{10'000};
  duration first_head{10'000}; ///< From the handshake to the end of the first head.
  duration idle{60'000};       ///< From a reply to the first octet of the next request.
  duration head_time{10'000};  ///< From its first octet; then 408.
  duration body_time{20'000};  ///< From the end of the head; then 408.
  duration handler{10'000}; ///< Then 503; the handler itself goes on and still counts as in flight.
  duration write{30'000};   ///< Until the client has taken the reply; then it is cut.
  duration goodbye{2'000};  ///< Until the client has closed too.
};

}
