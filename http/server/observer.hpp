// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/message.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace muniment::http {

/// Why a listener turned something away itself.
enum class turned_away : std::uint8_t {
  connection,            ///< Too many connections in all.
  connection_of_address, ///< Too many of one address.
  handshake,             ///< It failed or took too long.
  framing,               ///< A guard refused the octets, or they came too slowly.
  in_flight,             ///< Too many requests being handled.
  deadline,              ///< The handler took too long.
};

/// One request and its reply, as logs and metrics may see it.
struct exchange {
  const request* asked; ///< Null where the request was refused before it was whole.
  std::string_view request_id;
  int status;
  std::chrono::steady_clock::duration took;
};

/// Who is told what a listener does; on the listener's thread, so it never blocks and never throws.
class observer {
public:
  virtual ~observer() = default;
  virtual void answered(const exchange&) {}
  virtual void refused(turned_away) {}
  /// A handler, or the session around it, threw something; the cause is as `cause_of` tells it
  /// (http/server/cause.hpp).
  virtual void handler_failed(std::string_view /*request_id*/, std::string_view /*cause*/) {}
  /// Nothing failed, but the answer was 503 for a reason of the moment (`response::cause`): the
  /// workspace wakes, another node holds it, its database is out of reach.
  virtual void unavailable(std::string_view /*request_id*/, std::string_view /*cause*/) {}
  /// How many connections are open now.
  virtual void connections(std::size_t) {}
};

/// Tells each of several, in their order.
class observers final : public observer {
public:
  explicit observers(std::vector<std::shared_ptr<observer>> all) : all_{std::move(all)} {}

  void answered(const exchange& told) override {
    for (const auto& each : all_)
      each->answered(told);
  }
  void refused(turned_away why) override {
    for (const auto& each : all_)
      each->refused(why);
  }
  void handler_failed(std::string_view request_id, std::string_view cause) override {
    for (const auto& each : all_)
      each->handler_failed(request_id, cause);
  }
  void unavailable(std::string_view request_id, std::string_view cause) override {
    for (const auto& each : all_)
      each->unavailable(request_id, cause);
  }
  void connections(std::size_t now) override {
    for (const auto& each : all_)
      each->connections(now);
  }

private:
  std::vector<std::shared_ptr<observer>> all_;
};

}
