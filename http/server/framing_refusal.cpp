// SPDX-License-Identifier: Apache-2.0
#include "http/server/framing_refusal.hpp"

#include <array>
#include <cstddef>

namespace muniment::http {
namespace {

using enum framing_refusal;

// Transfer codings are refused with 400 and not 501 throughout: RFC 9112 section 6.1 demands 400
// where chunked is not last, and a peer whose framing is in doubt deserves one answer.
constexpr auto rows = std::to_array<framing_refusal_row>({
    {leading_empty_line, 400, "leading_empty_line",
     "An empty line stands before the request line."},
    {malformed_request_line, 400, "malformed_request_line",
     "The request line is not method, space, target, space, version."},
    {unknown_method, 501, "unknown_method", "The method is not known here."},
    {malformed_target, 400, "malformed_target",
     "The request target is not a path or an http URI in ASCII."},
    {target_too_long, 414, "target_too_long", "The request target is too long."},
    {unsupported_version, 505, "unsupported_version",
     "Only HTTP/1.1 and HTTP/1.0 are spoken here."},
    {control_character, 400, "control_character", "The head holds a control character."},
    {bare_cr, 400, "bare_cr", "A carriage return is not followed by a line feed."},
    {bare_lf, 400, "bare_lf", "A line feed is not preceded by a carriage return."},
    {head_too_large, 431, "head_too_large", "The request head is too large."},
    {folded_line, 400, "folded_line", "A field line begins with whitespace."},
    {empty_field_name, 400, "empty_field_name", "A field line has no name."},
    {space_in_field_name, 400, "space_in_field_name",
     "Whitespace stands in or after a field name."},
    {malformed_field_name, 400, "malformed_field_name", "A field name is not a token."},
    {missing_colon, 400, "missing_colon", "A field line has no colon."},
    {too_many_fields, 431, "too_many_fields", "The request head has too many fields."},
    {missing_host, 400, "missing_host", "The Host field is missing."},
    {empty_host, 400, "empty_host", "The Host field is empty."},
    {duplicate_host, 400, "duplicate_host", "The Host field stands more than once."},
    {malformed_content_length, 400, "malformed_content_length",
     "Content-Length is not a decimal number."},
    {duplicate_content_length, 400, "duplicate_content_length",
     "Content-Length stands more than once."},
    {content_length_overflow, 400, "content_length_overflow", "Content-Length is beyond any body."},
    {body_too_large, 413, "body_too_large", "The request body is too large."},
    {unsupported_transfer_coding, 400, "unsupported_transfer_coding",
     "Transfer-Encoding is something other than chunked."},
    {duplicate_transfer_encoding, 400, "duplicate_transfer_encoding",
     "Transfer-Encoding stands more than once."},
    {transfer_encoding_in_http_1_0, 400, "transfer_encoding_in_http_1_0",
     "HTTP/1.0 has no Transfer-Encoding."},
    {transfer_encoding_with_content_length, 400, "transfer_encoding_with_content_length",
     "Transfer-Encoding and Content-Length exclude each other."},
    {unmet_expectation, 417, "unmet_expectation", "Only the expectation 100-continue is met here."},
    {malformed_chunk_size, 400, "malformed_chunk_size",
     "A chunk size is not a hexadecimal number."},
    {chunk_extension, 400, "chunk_extension", "Chunk extensions are not accepted."},
    {missing_chunk_end, 400, "missing_chunk_end", "A chunk does not end where its size says."},
    {chunk_overhead, 400, "chunk_overhead", "The body is cut into too many chunks."},
    {trailer_section, 400, "trailer_section", "Trailer fields are not accepted."},
});

constexpr bool in_order() {
  for (std::size_t place = 0; place < rows.size(); ++place)
    if (rows[place].reason != static_cast<framing_refusal>(place)) return false;
  return rows.back().reason == trailer_section;
}
static_assert(in_order(), "every reason has its row, in the order of the enumeration");

}

std::span<const framing_refusal_row> framing_refusals() { return rows; }

const framing_refusal_row& describe(framing_refusal reason) {
  return rows[static_cast<std::size_t>(reason)];
}

}
