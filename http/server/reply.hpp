// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/message.hpp"
#include "http/server/problem.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace muniment::http {

/// What the listener knows about the reply besides what the handler said.
struct reply_facts {
  std::string_view request_id = {};
  std::chrono::system_clock::time_point now = {};
  bool close = false;        ///< The connection ends with this reply.
  bool without_body = false; ///< To a HEAD request: the length is told, the body kept.
  bool secure = true;        ///< Over TLS; HSTS stands nowhere else (RFC 6797 section 7.2).
};

/// Whether the fields can be sent: names are tokens, values free of control characters, the status
/// is a final one. Else somebody's text would become fields of ours.
bool sendable(const response& reply);

/// The octets of a sendable reply. Content-Length, Date, Connection and X-Request-Id are ours
/// alone; the security fields are ours unless the reply says otherwise.
std::string serialise(const response& reply, const reply_facts& facts);

/// A problem as a reply (RFC 9457).
response reply_of(const problem& told);

/// How a failure that no handler answers for is told to who asked.
using failure_teller = std::function<response(const request&, const problem&)>;

/// For handlers that need not wait.
asio::awaitable<response> at_once(response reply);

}
