// SPDX-License-Identifier: Apache-2.0
#include "http/server/framing_guard.hpp"

#include "http/server/octets.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace muniment::http {
namespace {

using enum framing_refusal;

constexpr std::array<std::string_view, 7> known_methods{"GET",   "HEAD",   "POST",   "PUT",
                                                        "PATCH", "DELETE", "OPTIONS"};

// Parsers differ in what they trim around a value, so those that rule the message may be surrounded
// by spaces only.
bool has_tab(std::string_view value) { return value.find('\t') != std::string_view::npos; }

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

bool is_version(std::string_view text) {
  return text.size() == 8 && text.starts_with("HTTP/") && is_digit(text[5]) && text[6] == '.' &&
         is_digit(text[7]);
}

std::size_t scheme_length(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"})
    if (equal_ignoring_case(target.substr(0, scheme.size()), scheme)) return scheme.size();
  return 0;
}

bool rules_the_message(std::string_view name) {
  for (const std::string_view ruling : {"content-length", "transfer-encoding", "host"})
    if (equal_ignoring_case(name, ruling)) return true;
  return false;
}

}

head_verdict framing_guard::inspect(std::string_view received) {
  while (!refusal_ && place_ != place::complete && at_ < received.size()) {
    if (place_ == place::field_value) skip_value(received);
    if (at_ == received.size()) break;
    refusal_ = step(received[at_], received);
    ++at_;
  }
  if (refusal_) return head_verdict::refused;
  return place_ == place::complete ? head_verdict::accepted : head_verdict::need_more;
}

void framing_guard::restart() { *this = framing_guard(limits_); }

framing_guard::maybe_refusal framing_guard::step(char octet, std::string_view received) {
  if (const auto refused = spend()) return refused;
  if (const auto refused = line_break(octet)) return refused;
  switch (place_) {
  case place::method:
    return in_method(octet, received);
  case place::target:
    return in_target(octet, received);
  case place::version:
    return in_version(octet, received);
  case place::line_feed:
    place_ = place::line_start;
    return {};
  case place::line_start:
    return at_line_start(octet);
  case place::field_name:
    return in_field_name(octet, received);
  case place::field_value:
    return in_field_value(octet, received);
  case place::last_line_feed:
    return end_head();
  case place::complete:
    break;
  }
  return {};
}

// Most of a head is values, where an octet that is no control character means nothing by itself. It
// is spent all the same: what the budget does not allow is left to `step`, which refuses it.
void framing_guard::skip_value(std::string_view received) {
  auto allowed = limits_.total - std::min<std::size_t>(at_, limits_.total);
  if (!in_cookie_) allowed = std::min(allowed, limits_.ordinary - ordinary_octets_);
  const auto rest = received.substr(at_, allowed);
  const auto plain = std::ranges::find_if(rest, is_control) - rest.begin();
  at_ += static_cast<std::uint32_t>(plain);
  if (!in_cookie_) ordinary_octets_ += static_cast<std::size_t>(plain);
}

framing_guard::maybe_refusal framing_guard::spend() {
  if (!in_cookie_) ++ordinary_octets_;
  if (ordinary_octets_ > limits_.ordinary || at_ >= limits_.total) return head_too_large;
  return {};
}

// What holds for every octet: CR and LF only as a pair, and no other control character but the tab,
// which the places judge themselves.
framing_guard::maybe_refusal framing_guard::line_break(char octet) const {
  const bool after_cr = place_ == place::line_feed || place_ == place::last_line_feed;
  if (after_cr) return octet == '\n' ? maybe_refusal{} : bare_cr;
  if (octet == '\n') return bare_lf;
  if (is_control(octet) && octet != '\r' && octet != '\t') return control_character;
  return {};
}

framing_guard::maybe_refusal framing_guard::in_method(char octet, std::string_view received) {
  if (is_token_octet(octet)) return {};
  if (octet == '\r' && at_ == 0) return leading_empty_line;
  if (octet == '\t') return control_character;
  if (octet != ' ' || at_ == 0) return malformed_request_line;
  notes_.method = {0, at_};
  const auto method = notes_.method.of(received);
  if (std::find(known_methods.begin(), known_methods.end(), method) == known_methods.end())
    return unknown_method;
  place_ = place::target;
  mark_ = at_ + 1;
  return {};
}

framing_guard::maybe_refusal framing_guard::in_target(char octet, std::string_view received) {
  if (octet == ' ') return end_target(received);
  if (octet == '\r') return malformed_request_line;
  if (octet == '\t') return control_character;
  if (!is_visible(octet) || octet == '#') return malformed_target;
  if (at_ - mark_ >= limits_.target) return target_too_long;
  return {};
}

framing_guard::maybe_refusal framing_guard::end_target(std::string_view received) {
  notes_.target = {mark_, at_};
  const auto target = notes_.target.of(received);
  if (target.empty()) return malformed_request_line;
  place_ = place::version;
  mark_ = at_ + 1;
  if (target.front() == '/') return {};
  if (target == "*" && notes_.method.of(received) == "OPTIONS") return {};
  const auto scheme = scheme_length(target);
  if (scheme == 0) return malformed_target;
  const auto end = std::min(target.find_first_of("/?", scheme), target.size());
  // `http://host?query` has no path: legal, sent by nobody, and read differently by many.
  if (end == scheme || (end < target.size() && target[end] == '?')) return malformed_target;
  const auto begin = notes_.target.begin;
  notes_.authority = {begin + static_cast<std::uint32_t>(scheme),
                      begin + static_cast<std::uint32_t>(end)};
  notes_.absolute_form = true;
  return {};
}

framing_guard::maybe_refusal framing_guard::in_version(char octet, std::string_view received) {
  if (octet == '\t') return control_character;
  if (octet != '\r') return at_ - mark_ < 8 ? maybe_refusal{} : malformed_request_line;
  const auto version = received.substr(mark_, at_ - mark_);
  if (!is_version(version)) return malformed_request_line;
  if (version != "HTTP/1.1" && version != "HTTP/1.0") return unsupported_version;
  notes_.minor_version = version.back() == '1' ? 1 : 0;
  place_ = place::line_feed;
  return {};
}

framing_guard::maybe_refusal framing_guard::at_line_start(char octet) {
  if (octet == '\r') {
    place_ = place::last_line_feed;
    return {};
  }
  if (octet == ' ' || octet == '\t') return folded_line;
  if (octet == ':') return empty_field_name;
  if (!is_token_octet(octet)) return malformed_field_name;
  if (notes_.field_count == head_notes::most_fields) return too_many_fields;
  place_ = place::field_name;
  mark_ = at_;
  return {};
}

framing_guard::maybe_refusal framing_guard::in_field_name(char octet, std::string_view received) {
  if (is_token_octet(octet)) return {};
  if (octet == ' ' || octet == '\t') return space_in_field_name;
  if (octet == '\r') return missing_colon;
  if (octet != ':') return malformed_field_name;
  auto& field = notes_.fields[notes_.field_count];
  field.name = {mark_, at_};
  in_cookie_ = equal_ignoring_case(field.name.of(received), "cookie");
  place_ = place::field_value;
  mark_ = at_ + 1;
  return {};
}

framing_guard::maybe_refusal framing_guard::in_field_value(char octet, std::string_view received) {
  if (octet != '\r') return {};
  in_cookie_ = false;
  place_ = place::line_feed;
  return end_field(received);
}

framing_guard::maybe_refusal framing_guard::end_field(std::string_view received) {
  auto& field = notes_.fields[notes_.field_count++];
  const auto name = field.name.of(received);
  const auto raw = received.substr(mark_, at_ - mark_);
  if (rules_the_message(name) && has_tab(raw)) return control_character;
  const auto value = trimmed(raw);
  const auto begin =
      value.empty() ? mark_ : static_cast<std::uint32_t>(value.data() - received.data());
  field.value = {begin, begin + static_cast<std::uint32_t>(value.size())};
  return rule(name, value);
}

framing_guard::maybe_refusal framing_guard::rule(std::string_view name, std::string_view value) {
  if (equal_ignoring_case(name, "content-length")) return rule_content_length(value);
  if (equal_ignoring_case(name, "transfer-encoding")) return rule_transfer_encoding(value);
  if (equal_ignoring_case(name, "host")) return rule_host(value);
  if (equal_ignoring_case(name, "expect")) return rule_expect(value);
  return {};
}

framing_guard::maybe_refusal framing_guard::rule_content_length(std::string_view value) {
  if (notes_.framing == body_framing::chunked) return transfer_encoding_with_content_length;
  if (notes_.framing == body_framing::content_length) return duplicate_content_length;
  if (!all_digits(value)) return malformed_content_length;
  const auto end = value.data() + value.size();
  if (std::from_chars(value.data(), end, notes_.content_length).ec != std::errc{})
    return content_length_overflow;
  if (notes_.content_length > limits_.body) return body_too_large;
  notes_.framing = body_framing::content_length;
  return {};
}

framing_guard::maybe_refusal framing_guard::rule_transfer_encoding(std::string_view value) {
  if (notes_.minor_version == 0) return transfer_encoding_in_http_1_0;
  if (notes_.framing == body_framing::content_length) return transfer_encoding_with_content_length;
  if (notes_.framing == body_framing::chunked) return duplicate_transfer_encoding;
  if (!equal_ignoring_case(value, "chunked")) return unsupported_transfer_coding;
  notes_.framing = body_framing::chunked;
  return {};
}

framing_guard::maybe_refusal framing_guard::rule_host(std::string_view value) {
  if (host_seen_) return duplicate_host;
  if (value.empty()) return empty_host;
  host_seen_ = true;
  return {};
}

framing_guard::maybe_refusal framing_guard::rule_expect(std::string_view value) {
  // RFC 9110 section 10.1.1: an expectation in HTTP/1.0 is ignored.
  if (notes_.minor_version == 0) return {};
  if (!equal_ignoring_case(value, "100-continue")) return unmet_expectation;
  notes_.expects_continue = true;
  return {};
}

framing_guard::maybe_refusal framing_guard::end_head() {
  if (!host_seen_ && notes_.minor_version == 1) return missing_host;
  notes_.length = at_ + 1;
  place_ = place::complete;
  return {};
}

}
