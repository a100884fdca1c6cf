// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/chunked_guard.hpp"
#include "http/server/framing_guard.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace muniment::tests {

/// What one request's bytes came to.
struct framing_outcome {
  bool complete = false; ///< Head and body were accepted to their end.
  std::optional<http::framing_refusal> refusal;
  std::size_t consumed = 0; ///< Octets of the head and of what was read of the body.
  std::string body;

  bool operator==(const framing_outcome&) const = default;
};

/// Reads one request through both guards, as a server would.
class framing_reader {
public:
  explicit framing_reader(std::string_view bytes) : bytes_(bytes) {}

  /// The first `arrived` bytes are there. True once the request is complete or refused.
  bool read(std::size_t arrived) {
    const auto received = bytes_.substr(0, arrived);
    const auto verdict = guard_.inspect(received);
    if (verdict == http::head_verdict::refused) outcome_.refusal = guard_.reason();
    if (verdict == http::head_verdict::accepted) read_body(received);
    return outcome_.complete || outcome_.refusal;
  }

  const framing_outcome& outcome() const { return outcome_; }
  http::request_head head() const { return guard_.head(bytes_); }

private:
  void read_body(std::string_view received) {
    const auto head = guard_.head(received);
    outcome_.consumed = std::max(outcome_.consumed, head.length());
    if (head.framing() == http::body_framing::chunked) return read_chunks(received);
    if (received.size() - head.length() < head.content_length()) return;
    outcome_.body = received.substr(head.length(), head.content_length());
    outcome_.consumed += outcome_.body.size();
    outcome_.complete = true;
  }

  void read_chunks(std::string_view received) {
    http::chunk_step step;
    do {
      step = chunks_.advance(received.substr(outcome_.consumed));
      outcome_.consumed += step.consumed;
      outcome_.body += step.data;
    } while (step.state == http::chunk_state::data);
    if (step.state == http::chunk_state::refused) outcome_.refusal = chunks_.reason();
    outcome_.complete = step.state == http::chunk_state::complete;
  }

  std::string_view bytes_;
  http::framing_guard guard_;
  http::chunked_guard chunks_;
  framing_outcome outcome_;
};

/// The outcome when the bytes arrive in the pieces that `next_piece(octets left)` cuts.
template <typename NextPiece>
framing_outcome read_in_pieces(std::string_view bytes, NextPiece next_piece) {
  framing_reader reader(bytes);
  std::size_t arrived = 0;
  while (!reader.read(arrived) && arrived < bytes.size()) {
    const auto left = bytes.size() - arrived;
    arrived += std::clamp<std::size_t>(next_piece(left), 1, left);
  }
  return reader.outcome();
}

/// The outcome when the bytes arrive at once.
inline framing_outcome read_whole(std::string_view bytes) {
  return read_in_pieces(bytes, [](std::size_t left) { return left; });
}

}
