// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/framing_refusal.hpp"
#include "http/server/request_head.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace muniment::http {

/// Octets a head and its body may have. Cookie values have a budget of their own: a neighbour under
/// the same base domain can plant cookies for all of it, and must not lock anybody out by doing so.
struct head_limits {
  std::size_t target = 8 * 1024;
  std::size_t ordinary = 16 * 1024; ///< The head without the values of its Cookie fields.
  std::size_t total = 64 * 1024;    ///< The head with them.
  std::uint64_t body =
      64 * 1024; ///< Content-Length at most; chunked bodies are held to it as they come.
};

/// Whether the head is complete.
enum class head_verdict : std::uint8_t { need_more, accepted, refused };

/// Reads one request head, octet by octet, before any HTTP library sees it, and accepts only what
/// every HTTP implementation must read in the same way (RFC 9110, RFC 9112). Stricter than the RFCs
/// where they leave a choice: no empty line before the request line, no bare LF, no tab but inside
/// ordinary field values, no `#` in a target, no transfer coding but `chunked`, no list in
/// Content-Length, no expectation but 100-continue. Upgrade is ignored (RFC 9110 section 7.8 allows
/// it): the connection stays HTTP/1.1, and bytes of another protocol behind the head are refused as
/// the next one.
///
/// The answer does not depend on how the octets were split. State is bounded and nothing is
/// allocated. One guard reads one head at a time, on one thread.
class framing_guard {
public:
  explicit framing_guard(const head_limits& limits = {}) : limits_(limits) {}

  /// Reads what is new in `received`: all octets since the head's start, those of earlier calls
  /// unchanged in front. Octets behind the head are not looked at. Once accepted or refused, it
  /// stays so.
  head_verdict inspect(std::string_view received);

  /// Why; meaningful once refused.
  framing_refusal reason() const { return *refusal_; }

  /// The accepted head over the same octets; valid while both guard and octets are.
  request_head head(std::string_view received) const { return {notes_, received}; }

  /// Ready for the next head of the connection, which starts at octet 0 of the next `received`.
  void restart();

private:
  enum class place : std::uint8_t {
    method,
    target,
    version,
    line_feed, // The LF of a line that more lines follow.
    line_start,
    field_name,
    field_value,
    last_line_feed, // The LF of the empty line.
    complete,
  };
  using maybe_refusal = std::optional<framing_refusal>;

  maybe_refusal step(char octet, std::string_view received);
  void skip_value(std::string_view received);
  maybe_refusal spend();
  maybe_refusal line_break(char octet) const;
  maybe_refusal in_method(char octet, std::string_view received);
  maybe_refusal in_target(char octet, std::string_view received);
  maybe_refusal in_version(char octet, std::string_view received);
  maybe_refusal at_line_start(char octet);
  maybe_refusal in_field_name(char octet, std::string_view received);
  maybe_refusal in_field_value(char octet, std::string_view received);
  maybe_refusal end_target(std::string_view received);
  maybe_refusal end_field(std::string_view received);
  maybe_refusal rule(std::string_view name, std::string_view value);
  maybe_refusal rule_content_length(std::string_view value);
  maybe_refusal rule_transfer_encoding(std::string_view value);
  maybe_refusal rule_host(std::string_view value);
  maybe_refusal rule_expect(std::string_view value);
  maybe_refusal end_head();

  head_limits limits_;
  head_notes notes_;
  maybe_refusal refusal_;
  std::size_t ordinary_octets_ = 0;
  std::uint32_t at_ = 0;   // The octet being read.
  std::uint32_t mark_ = 0; // Where the piece being read began.
  place place_ = place::method;
  bool in_cookie_ = false;
  bool host_seen_ = false;
};

}
