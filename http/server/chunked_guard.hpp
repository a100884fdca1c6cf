// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/framing_refusal.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace muniment::http {

/// Octets a chunked body may have.
struct chunked_limits {
  std::uint64_t body = 64 * 1024; ///< Of data, decoded.
  std::uint64_t overhead =
      16 * 1024; ///< Of everything else: sizes and line ends. Stops one-octet chunks.
};

/// Where a chunked body stands.
enum class chunk_state : std::uint8_t { need_more, data, complete, refused };

/// What one step of the guard found.
struct chunk_step {
  chunk_state state;
  std::size_t consumed;  ///< Octets to drop from the front of what was handed in.
  std::string_view data; ///< Decoded octets, within what was handed in; empty unless state is data.
};

/// Reads a chunked body (RFC 9112 section 7.1) octet by octet and yields its data, so that nobody
/// behind it needs to parse chunks. A size is 1 to 16 hexadecimal digits and CRLF, nothing else. A
/// trailer section of any kind is refused: nothing here reads trailers, and a recipient that merely
/// skips them has to parse them, which is where Content-Length and Transfer-Encoding were smuggled.
///
/// The data, the end and the refusal do not depend on how the octets were split. Nothing is
/// allocated.
class chunked_guard {
public:
  explicit chunked_guard(const chunked_limits& limits = {}) : limits_(limits) {}

  /// Reads from the front of `arrived` up to the next piece of data, the end, or a refusal. Call
  /// again with the rest until it needs more, is complete or refused; then it stays so.
  chunk_step advance(std::string_view arrived);

  /// Why; meaningful once refused.
  framing_refusal reason() const { return *refusal_; }

private:
  enum class place : std::uint8_t {
    size,
    size_line_feed,
    data,
    data_cr,
    data_lf,
    last_cr,
    last_lf,
    complete
  };
  using maybe_refusal = std::optional<framing_refusal>;

  maybe_refusal step(char octet);
  maybe_refusal in_size(char octet);
  maybe_refusal end_size();
  maybe_refusal add_digit(int digit);
  chunk_step take_data(std::string_view arrived, std::size_t skipped);

  chunked_limits limits_;
  maybe_refusal refusal_;
  std::uint64_t size_ = 0; // Of this chunk; counts down while its data goes by.
  std::uint64_t body_ = 0; // Of all chunks so far.
  std::uint64_t overhead_ = 0;
  std::uint8_t digits_ = 0;
  place place_ = place::size;
};

}
