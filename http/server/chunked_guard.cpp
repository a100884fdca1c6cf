// SPDX-License-Identifier: Apache-2.0
#include "http/server/chunked_guard.hpp"

#include "http/server/octets.hpp"

#include <algorithm>

namespace muniment::http {
namespace {

using enum framing_refusal;
constexpr int most_digits = 16;

}

chunk_step chunked_guard::advance(std::string_view arrived) {
  std::size_t read = 0;
  while (!refusal_ && place_ != place::complete && read < arrived.size()) {
    if (place_ == place::data) return take_data(arrived, read);
    refusal_ = step(arrived[read]);
    ++read;
  }
  if (refusal_) return {chunk_state::refused, read, {}};
  return {place_ == place::complete ? chunk_state::complete : chunk_state::need_more, read, {}};
}

chunk_step chunked_guard::take_data(std::string_view arrived, std::size_t skipped) {
  const auto length = std::min<std::uint64_t>(size_, arrived.size() - skipped);
  size_ -= length;
  if (size_ == 0) place_ = place::data_cr;
  return {chunk_state::data, skipped + length, arrived.substr(skipped, length)};
}

chunked_guard::maybe_refusal chunked_guard::step(char octet) {
  if (++overhead_ > limits_.overhead) return chunk_overhead;
  switch (place_) {
  case place::size:
    return in_size(octet);
  case place::size_line_feed:
    return octet == '\n' ? end_size() : bare_cr;
  case place::data_cr:
    if (octet != '\r') return missing_chunk_end;
    place_ = place::data_lf;
    return {};
  case place::data_lf:
    if (octet != '\n') return missing_chunk_end;
    place_ = place::size;
    return {};
  case place::last_cr:
    if (octet != '\r') return octet == '\n' ? bare_lf : trailer_section;
    place_ = place::last_lf;
    return {};
  case place::last_lf:
    if (octet != '\n') return bare_cr;
    place_ = place::complete;
    return {};
  case place::data:
  case place::complete:
    break;
  }
  return {};
}

chunked_guard::maybe_refusal chunked_guard::in_size(char octet) {
  if (const auto digit = hex_value(octet); digit >= 0) return add_digit(digit);
  if (octet == ';') return chunk_extension;
  if (octet == '\n') return bare_lf;
  if (octet != '\r' || digits_ == 0) return malformed_chunk_size;
  place_ = place::size_line_feed;
  return {};
}

chunked_guard::maybe_refusal chunked_guard::add_digit(int digit) {
  // 16 digits fit 64 bits, so the shift loses nothing.
  if (++digits_ > most_digits) return malformed_chunk_size;
  size_ = size_ << 4 | static_cast<std::uint64_t>(digit);
  return {};
}

chunked_guard::maybe_refusal chunked_guard::end_size() {
  if (size_ > limits_.body - body_) return body_too_large;
  body_ += size_;
  digits_ = 0;
  place_ = size_ == 0 ? place::last_cr : place::data;
  return {};
}

}
