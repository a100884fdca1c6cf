// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/framing_refusal.hpp"

#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace muniment::tests {

/// Raw bytes of one connection and what the guard must make of them; replayed against the guard
/// itself and, over sockets, against the whole server.
struct framing_case {
  std::string_view name; ///< After what it replays; a C++ identifier.
  std::string bytes;
  std::optional<http::framing_refusal> expected; ///< Nothing where the request is accepted whole.
};

/// For GoogleTest's messages.
inline void PrintTo(const framing_case& shown, std::ostream* out) { *out << shown.name; }

/// A head with `lines` (each ending in CRLF) between Host and the empty line.
inline std::string head_with(std::string_view lines, std::string_view start = "GET / HTTP/1.1") {
  return std::string(start) + "\r\nHost: a.test\r\n" + std::string(lines) + "\r\n";
}

/// A chunked POST with that body, byte for byte.
inline std::string chunked_with(std::string_view body) {
  return head_with("Transfer-Encoding: chunked\r\n", "POST / HTTP/1.1") + std::string(body);
}

inline std::string many_fields(int count) {
  std::string lines;
  for (int field = 0; field < count; ++field)
    lines += "X-" + std::to_string(field) + ": 1\r\n";
  return lines;
}

inline std::string one_octet_chunks(int count) {
  std::string body;
  for (int chunk = 0; chunk < count; ++chunk)
    body += "1\r\nx\r\n";
  return body + "0\r\n\r\n";
}

/// Cases about the request line.
inline std::vector<framing_case> request_line_cases() {
  using enum http::framing_refusal;
  using namespace std::string_literals;
  const auto line = [](std::string_view start) { return head_with("", start); };
  return {
      {"plain_get", line("GET / HTTP/1.1"), {}},
      {"http_1_0_with_host", line("GET / HTTP/1.0"), {}},
      {"http_1_0_without_host", "GET / HTTP/1.0\r\n\r\n", {}},
      {"options_for_the_server", line("OPTIONS * HTTP/1.1"), {}},
      {"absolute_form", line("GET http://b.test/x?y=1 HTTP/1.1"), {}},
      {"absolute_form_without_path", line("GET https://b.test HTTP/1.1"), {}},
      {"longest_target", line("GET /" + std::string(8191, 'a') + " HTTP/1.1"), {}},
      {"leading_crlf", "\r\n" + line("GET / HTTP/1.1"), leading_empty_line},
      {"leading_lf", "\n" + line("GET / HTTP/1.1"), bare_lf},
      {"leading_space", " " + line("GET / HTTP/1.1"), malformed_request_line},
      {"two_spaces_before_target", line("GET  / HTTP/1.1"), malformed_request_line},
      {"two_spaces_before_version", line("GET /  HTTP/1.1"), malformed_request_line},
      {"space_inside_target", line("GET /a b HTTP/1.1"), malformed_request_line},
      {"space_after_version", line("GET / HTTP/1.1 "), malformed_request_line},
      {"tab_for_space", line("GET\t/ HTTP/1.1"), control_character},
      {"tab_inside_target", line("GET /\t HTTP/1.1"), control_character},
      {"http_0_9_simple_request", "GET /\r\n", malformed_request_line},
      {"method_alone", "GET\r\n\r\n", malformed_request_line},
      {"lower_case_method", line("get / HTTP/1.1"), unknown_method},
      {"trace_method", line("TRACE / HTTP/1.1"), unknown_method},
      {"connect_tunnel", line("CONNECT b.test:443 HTTP/1.1"), unknown_method},
      {"http_2_preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", unknown_method},
      {"method_with_bracket", line("G(T / HTTP/1.1"), malformed_request_line},
      {"http_2_version", line("GET / HTTP/2.0"), unsupported_version},
      {"http_0_9_version", line("GET / HTTP/0.9"), unsupported_version},
      {"http_1_2_version", line("GET / HTTP/1.2"), unsupported_version},
      {"lower_case_version", line("GET / http/1.1"), malformed_request_line},
      {"short_version", line("GET / HTTP/1"), malformed_request_line},
      {"long_version", line("GET / HTTP/1.10"), malformed_request_line},
      {"relative_target", line("GET index.html HTTP/1.1"), malformed_target},
      {"asterisk_for_get", line("GET * HTTP/1.1"), malformed_target},
      {"fragment_in_target", line("GET /#x HTTP/1.1"), malformed_target},
      {"utf8_in_target", line("GET /\xc3\xa9 HTTP/1.1"), malformed_target},
      {"foreign_scheme_in_target", line("GET ftp://b.test/ HTTP/1.1"), malformed_target},
      {"absolute_form_without_host", line("GET http:///x HTTP/1.1"), malformed_target},
      {"absolute_form_query_without_path", line("GET http://b.test?x HTTP/1.1"), malformed_target},
      {"target_too_long", line("GET /" + std::string(8192, 'a') + " HTTP/1.1"), target_too_long},
      {"nul_in_target", line("GET /\0 HTTP/1.1"s), control_character},
      {"tls_client_hello_on_plain_port", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"s,
       control_character},
      {"bare_lf_after_request_line", "GET / HTTP/1.1\nHost: a.test\r\n\r\n", bare_lf},
      {"bare_cr_after_request_line", "GET / HTTP/1.1\rHost: a.test\r\n\r\n", bare_cr},
      {"cr_cr_lf_after_request_line", "GET / HTTP/1.1\r\r\nHost: a.test\r\n\r\n", bare_cr},
  };
}

/// Cases about field lines and the size of the head.
inline std::vector<framing_case> field_line_cases() {
  using enum http::framing_refusal;
  using namespace std::string_literals;
  return {
      {"tab_inside_ordinary_value", head_with("Cookie: a=b\tc\r\n"), {}},
      {"utf8_in_value", head_with("User-Agent: \xc3\xa9\r\n"), {}},
      {"empty_value", head_with("X-Empty:\r\n"), {}},
      {"most_fields", head_with(many_fields(99)), {}},
      {"cookie_bomb_within_budget", head_with("Cookie: a=" + std::string(60000, 'x') + "\r\n"), {}},
      {"two_cookie_lines_within_budget",
       head_with("cookie: a=" + std::string(30000, 'x') +
                 "\r\nCOOKIE: b=" + std::string(30000, 'y') + "\r\n"),
       {}},
      {"upgrade_h2c_is_ignored",
       head_with(
           "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n"),
       {}},
      {"upgrade_websocket_is_ignored",
       head_with("Connection: Upgrade\r\nUpgrade: websocket\r\n"),
       {}},
      {"bare_lf_after_field", "GET / HTTP/1.1\r\nHost: a.test\nX: 1\r\n\r\n", bare_lf},
      {"bare_lf_ends_head", "GET / HTTP/1.1\r\nHost: a.test\r\n\n", bare_lf},
      {"bare_cr_ends_head", "GET / HTTP/1.1\r\nHost: a.test\r\n\rX", bare_cr},
      {"bare_cr_hides_field", head_with("X: 1\rTransfer-Encoding: chunked\r\n"), bare_cr},
      {"bare_lf_hides_field", head_with("X: 1\nTransfer-Encoding: chunked\r\n"), bare_lf},
      {"nul_in_value", head_with("X: 1\0002\r\n"s), control_character},
      {"nul_in_name", head_with("X\0Y: 1\r\n"s), control_character},
      {"escape_in_value", head_with("X: \x1b[31m\r\n"), control_character},
      {"delete_in_value", head_with("X: \x7f\r\n"), control_character},
      {"vertical_tab_before_chunked",
       head_with("Transfer-Encoding: \x0b"
                 "chunked\r\n"),
       control_character},
      {"obs_fold_with_space", head_with("X: 1\r\n 2\r\n"), folded_line},
      {"obs_fold_with_tab", head_with("X: 1\r\n\t2\r\n"), folded_line},
      {"obs_fold_before_chunked", head_with("Transfer-Encoding:\r\n chunked\r\n"),
       unsupported_transfer_coding},
      {"obs_fold_after_chunked", head_with("Transfer-Encoding: chunked\r\n , identity\r\n"),
       folded_line},
      {"space_before_first_field", "GET / HTTP/1.1\r\n Host: a.test\r\n\r\n", folded_line},
      {"space_before_colon", head_with("Content-Length : 5\r\n"), space_in_field_name},
      {"tab_before_colon", head_with("Transfer-Encoding\t: chunked\r\n"), space_in_field_name},
      {"space_inside_name", head_with("Content Length: 5\r\n"), space_in_field_name},
      {"empty_field_name", head_with(": x\r\n"), empty_field_name},
      {"bracket_in_name", head_with("X(Y): 1\r\n"), malformed_field_name},
      {"quote_starts_name", head_with("\"X\": 1\r\n"), malformed_field_name},
      {"utf8_in_name", head_with("X\xc3\xa9: 1\r\n"), malformed_field_name},
      {"missing_colon", head_with("Transfer-Encoding\r\n"), missing_colon},
      {"too_many_fields", head_with(many_fields(100)), too_many_fields},
      {"head_too_large", head_with("X: " + std::string(17000, 'x') + "\r\n"), head_too_large},
      {"endless_field_name", head_with(std::string(17000, 'x')), head_too_large},
      {"cookie_bomb_beyond_budget", head_with("Cookie: a=" + std::string(66000, 'x') + "\r\n"),
       head_too_large},
      {"cookie_budget_is_no_one_elses",
       head_with("Cookie: a=b\r\nCookie2: " + std::string(17000, 'x') + "\r\n"), head_too_large},
  };
}

/// Cases about Host, Content-Length, Transfer-Encoding and Expect.
inline std::vector<framing_case> ruling_field_cases() {
  using enum http::framing_refusal;
  const auto post = [](std::string_view lines, std::string_view body = "") {
    return head_with(lines, "POST / HTTP/1.1") + std::string(body);
  };
  return {
      {"content_length_body", post("Content-Length: 5\r\n", "hello"), {}},
      {"content_length_zero", post("Content-Length: 0\r\n"), {}},
      {"content_length_without_space", post("Content-Length:5\r\n", "hello"), {}},
      {"content_length_with_zeros_in_front", post("Content-Length: 0005\r\n", "hello"), {}},
      {"chunked_in_capitals", post("Transfer-Encoding: CHUNKED\r\n", "0\r\n\r\n"), {}},
      {"expects_continue", post("Expect: 100-Continue\r\nContent-Length: 5\r\n", "hello"), {}},
      {"expectation_in_http_1_0_is_ignored", head_with("Expect: x\r\n", "GET / HTTP/1.0"), {}},
      {"missing_host", "GET / HTTP/1.1\r\n\r\n", missing_host},
      {"missing_host_in_absolute_form", "GET http://a.test/ HTTP/1.1\r\n\r\n", missing_host},
      {"empty_host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", empty_host},
      {"blank_host", "GET / HTTP/1.1\r\nHost:   \r\n\r\n", empty_host},
      {"duplicate_host", head_with("Host: b.test\r\n"), duplicate_host},
      {"duplicate_equal_host", head_with("hOST: a.test\r\n"), duplicate_host},
      {"duplicate_host_in_http_1_0", head_with("Host: a.test\r\n", "GET / HTTP/1.0"),
       duplicate_host},
      {"tab_before_host", "GET / HTTP/1.1\r\nHost:\ta.test\r\n\r\n", control_character},
      {"te_then_cl", post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n"),
       transfer_encoding_with_content_length},
      {"cl_then_te", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
       transfer_encoding_with_content_length},
      {"cl_zero_with_te",
       post("Content-Length: 0\r\nX: y\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
       transfer_encoding_with_content_length},
      {"duplicate_cl", post("Content-Length: 5\r\nContent-Length: 6\r\n"),
       duplicate_content_length},
      {"duplicate_equal_cl", post("Content-Length: 5\r\ncontent-length: 5\r\n"),
       duplicate_content_length},
      {"cl_list", post("Content-Length: 5, 5\r\n"), malformed_content_length},
      {"cl_plus", post("Content-Length: +5\r\n"), malformed_content_length},
      {"cl_minus", post("Content-Length: -1\r\n"), malformed_content_length},
      {"cl_hexadecimal", post("Content-Length: 0x5\r\n"), malformed_content_length},
      {"cl_fraction", post("Content-Length: 5.0\r\n"), malformed_content_length},
      {"cl_quoted", post("Content-Length: \"5\"\r\n"), malformed_content_length},
      {"cl_empty", post("Content-Length:\r\n"), malformed_content_length},
      {"cl_space_inside", post("Content-Length: 5 5\r\n"), malformed_content_length},
      {"cl_after_tab", post("Content-Length:\t5\r\n"), control_character},
      {"cl_beyond_64_bits", post("Content-Length: 18446744073709551621\r\n"),
       content_length_overflow},
      {"cl_beyond_the_limit", post("Content-Length: 65537\r\n"), body_too_large},
      {"te_gzip", post("Transfer-Encoding: gzip\r\n"), unsupported_transfer_coding},
      {"te_identity", post("Transfer-Encoding: identity\r\n"), unsupported_transfer_coding},
      {"te_gzip_chunked", post("Transfer-Encoding: gzip, chunked\r\n"),
       unsupported_transfer_coding},
      {"te_chunked_identity", post("Transfer-Encoding: chunked, identity\r\n"),
       unsupported_transfer_coding},
      {"te_chunked_twice", post("Transfer-Encoding: chunked, chunked\r\n"),
       unsupported_transfer_coding},
      {"te_xchunked", post("Transfer-Encoding: xchunked\r\n"), unsupported_transfer_coding},
      {"te_quoted", post("Transfer-Encoding: \"chunked\"\r\n"), unsupported_transfer_coding},
      {"te_with_parameter", post("Transfer-Encoding: chunked;q=1\r\n"),
       unsupported_transfer_coding},
      {"te_trailing_comma", post("Transfer-Encoding: chunked,\r\n"), unsupported_transfer_coding},
      {"te_empty", post("Transfer-Encoding:\r\n"), unsupported_transfer_coding},
      {"te_after_tab", post("Transfer-Encoding:\tchunked\r\n"), control_character},
      {"te_on_two_lines", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
       duplicate_transfer_encoding},
      {"te_then_te_identity", post("Transfer-Encoding: chunked\r\nTransfer-encoding: identity\r\n"),
       duplicate_transfer_encoding},
      {"te_in_http_1_0", head_with("Transfer-Encoding: chunked\r\n", "POST / HTTP/1.0"),
       transfer_encoding_in_http_1_0},
      {"unmet_expectation", post("Expect: 200-ok\r\n"), unmet_expectation},
  };
}

/// Cases about chunked bodies.
inline std::vector<framing_case> chunked_cases() {
  using enum http::framing_refusal;
  using namespace std::string_literals;
  return {
      {"chunks", chunked_with("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"), {}},
      {"no_chunk_but_the_last", chunked_with("0\r\n\r\n"), {}},
      {"hexadecimal_in_both_cases",
       chunked_with("a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n"),
       {}},
      {"zeros_before_the_size", chunked_with("0005\r\nhello\r\n000\r\n\r\n"), {}},
      {"any_octet_is_data", chunked_with("5\r\n\0\r\n\x80\x7f\r\n0\r\n\r\n"s), {}},
      {"chunk_extension", chunked_with("5;a=b\r\nhello\r\n0\r\n\r\n"), chunk_extension},
      {"lone_lf_in_chunk_extension", chunked_with("5;\nhello\r\n0\r\n\r\n"), chunk_extension},
      {"extension_on_last_chunk", chunked_with("0;a\r\n\r\n"), chunk_extension},
      {"bare_lf_after_chunk_size", chunked_with("5\nhello\r\n0\r\n\r\n"), bare_lf},
      {"bare_cr_after_chunk_size", chunked_with("5\rhello\r\n0\r\n\r\n"), bare_cr},
      {"space_before_chunk_size", chunked_with(" 5\r\nhello\r\n0\r\n\r\n"), malformed_chunk_size},
      {"space_after_chunk_size", chunked_with("5 \r\nhello\r\n0\r\n\r\n"), malformed_chunk_size},
      {"chunk_size_with_0x", chunked_with("0x5\r\nhello\r\n0\r\n\r\n"), malformed_chunk_size},
      {"chunk_size_with_plus", chunked_with("+5\r\nhello\r\n0\r\n\r\n"), malformed_chunk_size},
      {"negative_chunk_size", chunked_with("-1\r\nhello\r\n0\r\n\r\n"), malformed_chunk_size},
      {"underscore_in_chunk_size", chunked_with("0_5\r\nhello\r\n0\r\n\r\n"), malformed_chunk_size},
      {"empty_chunk_size", chunked_with("\r\n0\r\n\r\n"), malformed_chunk_size},
      {"chunk_size_of_17_digits", chunked_with("10000000000000005\r\nhello\r\n"),
       malformed_chunk_size},
      {"endless_zeros_in_chunk_size", chunked_with(std::string(64, '0') + "5\r\nhello\r\n"),
       malformed_chunk_size},
      {"chunk_size_of_64_bits", chunked_with("ffffffffffffffff\r\nhello\r\n"), body_too_large},
      {"chunk_sizes_that_wrap_together", chunked_with("5\r\nhello\r\nfffffffffffffffb\r\nx"),
       body_too_large},
      {"chunk_beyond_the_limit", chunked_with("10001\r\n"), body_too_large},
      {"chunk_longer_than_its_size", chunked_with("5\r\nhello!\r\n0\r\n\r\n"), missing_chunk_end},
      {"chunk_shorter_than_its_size", chunked_with("6\r\nhello\r\n0\r\n\r\n"), missing_chunk_end},
      {"bare_lf_after_chunk", chunked_with("5\r\nhello\n0\r\n\r\n"), missing_chunk_end},
      {"bare_cr_after_chunk", chunked_with("5\r\nhello\r0\r\n\r\n"), missing_chunk_end},
      {"content_length_in_trailer", chunked_with("0\r\nContent-Length: 5\r\n\r\n"),
       trailer_section},
      {"transfer_encoding_in_trailer", chunked_with("0\r\nTransfer-Encoding: chunked\r\n\r\n"),
       trailer_section},
      {"harmless_trailer", chunked_with("0\r\nX: y\r\n\r\n"), trailer_section},
      {"bare_lf_ends_body", chunked_with("0\r\n\n"), bare_lf},
      {"bare_cr_ends_body", chunked_with("0\r\n\rX"), bare_cr},
      {"next_request_instead_of_the_end", chunked_with("0\r\nGET / HTTP/1.1\r\n"), trailer_section},
      {"one_octet_chunks_without_end", chunked_with(one_octet_chunks(4000)), chunk_overhead},
  };
}

/// All of them.
inline std::vector<framing_case> framing_cases() {
  std::vector<framing_case> all;
  for (auto part :
       {request_line_cases(), field_line_cases(), ruling_field_cases(), chunked_cases()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

}
