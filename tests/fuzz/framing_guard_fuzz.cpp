// SPDX-License-Identifier: Apache-2.0
#include "http/server/octets.hpp"
#include "tests/support/framing_reader.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace muniment::tests {
namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

bool clean(std::string_view text, bool tabs) {
  return std::none_of(text.begin(), text.end(), [&](char octet) {
    return http::is_control(octet) && !(tabs && octet == '\t');
  });
}

bool ruling(std::string_view name) {
  return http::equal_ignoring_case(name, "content-length") ||
         http::equal_ignoring_case(name, "transfer-encoding") ||
         http::equal_ignoring_case(name, "host");
}

// An accepted head leaves no reader a choice: no control octets, at most one framing, one host.
void check_head(const http::request_head& head) {
  require(clean(head.method(), false) && clean(head.target(), false));
  for (const auto& field : head.fields()) {
    const auto name = head.name_of(field);
    require(!name.empty() && std::all_of(name.begin(), name.end(), http::is_token_octet));
    require(clean(head.value_of(field), !ruling(name)));
  }
  const auto lengths = head.count("content-length"), codings = head.count("transfer-encoding");
  require(lengths + codings <= 1);
  require((lengths == 1) == (head.framing() == http::body_framing::content_length));
  require((codings == 1) == (head.framing() == http::body_framing::chunked));
  require(head.count("host") == 1 || (head.count("host") == 0 && head.minor_version() == 0));
  require(codings == 0 || head.minor_version() == 1);
}

}
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace muniment::tests;
  if (size == 0) return 0;
  // The first octet seeds the cuts, the rest is the connection.
  std::uint32_t seed = data[0];
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto cut = [&](std::size_t) {
    seed = seed * 1664525u + 1013904223u;
    return std::size_t{seed >> 28};
  };
  const auto pieces = read_in_pieces(bytes, cut);
  require(pieces == read_whole(bytes));
  framing_reader reader(bytes);
  reader.read(bytes.size());
  if (reader.outcome().consumed > 0) check_head(reader.head());
  return 0;
}
