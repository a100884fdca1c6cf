// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/fixed_text.hpp"

#include <cstdint>
#include <span>

namespace muniment::http {

/// Why the framing guard turned bytes away. After any of them the connection is closed: what
/// follows on it cannot be told apart from the refused request.
enum class framing_refusal : std::uint8_t {
  // The request line.
  leading_empty_line,
  malformed_request_line,
  unknown_method,
  malformed_target,
  target_too_long,
  unsupported_version,
  // Any line of the head.
  control_character,
  bare_cr,
  bare_lf,
  head_too_large,
  // Field lines.
  folded_line,
  empty_field_name,
  space_in_field_name,
  malformed_field_name,
  missing_colon,
  too_many_fields,
  // Fields that rule the message.
  missing_host,
  empty_host,
  duplicate_host,
  malformed_content_length,
  duplicate_content_length,
  content_length_overflow,
  body_too_large,
  unsupported_transfer_coding,
  duplicate_transfer_encoding,
  transfer_encoding_in_http_1_0,
  transfer_encoding_with_content_length,
  unmet_expectation,
  // Chunked bodies.
  malformed_chunk_size,
  chunk_extension,
  missing_chunk_end,
  chunk_overhead,
  trailer_section,
};

/// One row of the register of framing refusals.
struct framing_refusal_row {
  framing_refusal reason;
  int status;          ///< HTTP status of the reply, before the connection closes.
  fixed_text code;     ///< Stable name, for problem replies, logs and metrics.
  fixed_text sentence; ///< For the person who wrote the client.
};

/// The register, one row for each reason, in the order of the enumeration.
std::span<const framing_refusal_row> framing_refusals();

/// The row of `reason`.
const framing_refusal_row& describe(framing_refusal reason);

}
