// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "events/envelope.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What passes between the listener and the handlers: plain values, without sockets or parsers.
namespace muniment::http {

namespace asio = boost::asio;

/// One field line.
struct field_line {
  std::string name;
  std::string value;
};

/// A request that passed the framing guard and the limits, whole.
struct request {
  std::string method;
  std::string path;               ///< as sent, without its query
  std::string query;              ///< behind the first `?`, as sent
  std::vector<field_line> fields; ///< in order
  std::string body;
  std::string address;    ///< of the client: the peer's, or what a trusted proxy says
  std::string request_id; ///< ours, in the reply and in every log line
  trace_id trace{};       ///< W3C trace context: the caller's, or begun here
  std::chrono::steady_clock::time_point deadline{}; ///< answered by then, or 503

  /// The value of the first field of that name, in any case.
  [[nodiscard]] std::optional<std::string_view> field(std::string_view name) const;
  /// How many fields bear that name, in any case.
  [[nodiscard]] std::size_t count(std::string_view name) const;
};
using request_ptr = std::shared_ptr<const request>;

/// Where it came from, for the events that follow from it; a long agent is cut.
access_metadata access_of(const request& asked);

/// What goes back. The listener adds Content-Length, Date, the security fields that every reply
/// has, and the request id.
struct response {
  int status = 200;
  std::vector<field_line> fields = {};
  std::string body = {};
  std::string cause = {}; ///< why it is a 503: for the log, never sent
};

/// Answers one request. Runs on the listener's thread, so it never blocks; an exception out of it
/// is answered with 500 and its cause logged (http/server/cause.hpp).
using handler = std::function<asio::awaitable<response>(request_ptr)>;

}
