// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/chunked_guard.hpp"
#include "http/server/framing_guard.hpp"
#include "http/server/message.hpp"
#include "http/server/problem.hpp"
#include "http/server/server_limits.hpp"
#include "http/server/transport.hpp"

#include <array>
#include <optional>
#include <string>
#include <variant>

namespace muniment::http {

/// A request that was read whole.
struct request_read {
  std::shared_ptr<request> asked;
  bool persistent = true; ///< The connection may carry another.
};

/// Nothing more comes: the client closed, or had been silent for too long.
struct nothing_read {};

/// A request, what to answer in its place before closing, or nothing.
using reading = std::variant<nothing_read, request_read, problem>;

/// Reads the requests of one connection, one after the other, through the guards and within the
/// limits. What a client sent ahead is kept for the next request, unread.
class request_reader {
public:
  request_reader(transport& from, const server_limits& limits);

  /// The next request; its first octet may take `patience`.
  asio::awaitable<reading> next(server_limits::duration patience);

  /// Between requests: nothing of the next one has come.
  [[nodiscard]] bool idle() const { return at_start_ && received_.empty(); }

private:
  asio::awaitable<bool> read_more();
  asio::awaitable<std::optional<reading>> read_head(server_limits::duration patience);
  asio::awaitable<std::optional<reading>> read_body();
  asio::awaitable<std::optional<reading>> read_chunks();
  asio::awaitable<bool> invite_body();
  [[nodiscard]] reading late() const;

  transport& from_;
  const server_limits& limits_;
  framing_guard guard_;
  std::array<char, 8 * 1024> arriving_;
  std::string received_; // From the first octet of the request being read.
  std::string body_;
  bool at_start_ = true;
};

}
