// SPDX-License-Identifier: Apache-2.0
#include "http/server/forwarded.hpp"

#include "crypto/bytes.hpp"
#include "http/server/octets.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace muniment::http {
namespace {

constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

bool is_v4(const ip_octets& address) {
  return std::equal(mapped.begin(), mapped.end(), address.begin());
}

std::string text_of(const ip_octets& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (is_v4(address))
    ::inet_ntop(AF_INET, address.data() + mapped.size(), text.data(), text.size());
  else
    ::inet_ntop(AF_INET6, address.data(), text.data(), text.size());
  return text.data();
}

/// Cuts at each comma. X-Forwarded-For and lists of ours know no quoted strings.
std::vector<std::string_view> cut_at_commas(std::string_view text) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto end = std::min(text.find(','), text.size());
    parts.push_back(trimmed(text.substr(0, end)));
    if (end == text.size()) return parts;
    text.remove_prefix(end + 1);
  }
}

/// Whether the quotation mark there is one of those within a quoted string.
bool is_escaped(std::string_view text, std::size_t quote) {
  const auto before = text.substr(0, quote);
  const auto last = before.find_last_not_of('\\');
  return (before.size() - (last == before.npos ? 0 : last + 1)) % 2 == 1;
}

/// Cuts at each `mark` outside of a quoted string (RFC 9110 section 5.6.4), from the end on: what a
/// trusted proxy put there is well-formed, and what stands before it, sent by anybody, then takes
/// no part in how it is read.
std::vector<std::string_view> cut_from_the_end(std::string_view text, char mark) {
  std::vector<std::string_view> parts;
  auto end = text.size();
  bool quoted = false;
  for (std::size_t at = text.size(); at-- > 0;) {
    if (text[at] == '"' && !(quoted && is_escaped(text, at))) quoted = !quoted;
    if (quoted || text[at] != mark) continue;
    parts.push_back(trimmed(text.substr(at + 1, end - at - 1)));
    end = at;
  }
  parts.push_back(trimmed(text.substr(0, end)));
  std::ranges::reverse(parts);
  return parts;
}

/// A node without its port: `192.0.2.1:80`, `[2001:db8::1]:80`; a bare IPv6 address has none.
std::string_view without_port(std::string_view node) {
  if (node.starts_with('[')) return node.substr(1, std::min(node.find(']'), node.size()) - 1);
  const auto colon = node.find(':');
  return colon != node.npos && colon == node.rfind(':') ? node.substr(0, colon) : node;
}

std::string_view unquoted(std::string_view text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return text;
  return text.substr(1, text.size() - 2);
}

/// The node that an element of Forwarded names by `for`; empty where it names none or two.
std::string_view for_of(std::string_view element) {
  std::string_view node;
  for (const auto pair : cut_from_the_end(element, ';')) {
    const auto equals = pair.find('=');
    if (equals == pair.npos || !equal_ignoring_case(pair.substr(0, equals), "for")) continue;
    if (!node.empty()) return {};
    node = unquoted(pair.substr(equals + 1));
  }
  return node;
}

std::vector<std::string> hops_of_x(const std::vector<std::string_view>& values) {
  std::vector<std::string> hops;
  for (const auto value : values)
    for (const auto each : cut_at_commas(value))
      hops.emplace_back(without_port(each));
  return hops;
}

std::vector<std::string> hops_of_forwarded(const std::vector<std::string_view>& values) {
  std::vector<std::string> hops;
  for (const auto value : values)
    for (const auto each : cut_from_the_end(value, ','))
      hops.emplace_back(without_port(for_of(each)));
  return hops;
}

std::optional<unsigned> bits_of(std::string_view text, unsigned most) {
  unsigned bits = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), bits);
  if (failed != std::errc{} || end != text.data() + text.size() || bits > most) return {};
  return bits;
}

bool same_bits(const ip_octets& left, const ip_octets& right, unsigned bits) {
  const auto octets = bits / 8;
  if (!std::equal(left.begin(), left.begin() + octets, right.begin())) return false;
  const auto rest = bits % 8;
  return rest == 0 || (left[octets] ^ right[octets]) >> (8 - rest) == 0;
}

}

std::optional<ip_octets> address_of(std::string_view text) {
  const std::string terminated{text};
  if (terminated.size() != std::char_traits<char>::length(terminated.c_str())) return {};
  ip_octets address{};
  if (::inet_pton(AF_INET6, terminated.c_str(), address.data()) == 1) return address;
  std::ranges::copy(mapped, address.begin());
  if (::inet_pton(AF_INET, terminated.c_str(), address.data() + mapped.size()) == 1) return address;
  return {};
}

std::string subscriber_of(std::string_view address) {
  auto octets = address_of(address);
  if (!octets) return std::string(address.substr(0, INET6_ADDRSTRLEN));
  if (!is_v4(*octets)) std::fill(octets->begin() + 8, octets->end(), 0);
  return std::string(as_text(*octets));
}

boost::system::result<trusted_proxies, std::string> trusted_proxies::make(std::string_view list) {
  trusted_proxies made;
  if (trimmed(list).empty()) return made;
  for (const auto each : cut_at_commas(list)) {
    const auto wrong = std::string(each) + " is no IP address and no network like 10.0.0.0/8";
    const auto slash = std::min(each.find('/'), each.size());
    const auto prefix = address_of(each.substr(0, slash));
    if (!prefix) return wrong;
    // Of IPv4 written as IPv4 the prefix counts from its own first bit.
    const bool short_form = each.substr(0, slash).find(':') == each.npos;
    const unsigned before = short_form ? 96 : 0;
    const auto bits =
        slash == each.size() ? 128 - before : bits_of(each.substr(slash + 1), 128 - before);
    if (!bits) return wrong;
    made.networks_.push_back({*prefix, before + *bits});
  }
  return made;
}

std::string trusted_proxies::client(const std::string& peer, const forwarding& said) const {
  if (said.forwarded.empty()) return back_from(peer, hops_of_x(said.x_forwarded_for));
  const auto told = back_from(peer, hops_of_forwarded(said.forwarded));
  if (said.x_forwarded_for.empty()) return told;
  return told == back_from(peer, hops_of_x(said.x_forwarded_for)) ? told : peer;
}

bool trusted_proxies::trusts(std::string_view peer) const {
  const auto address = address_of(peer);
  return address && trusts(*address);
}

bool trusted_proxies::trusts(const ip_octets& address) const {
  return std::ranges::any_of(
      networks_, [&](const network& each) { return same_bits(address, each.prefix, each.bits); });
}

std::string trusted_proxies::back_from(const std::string& peer,
                                       std::span<const std::string> hops) const {
  auto last = address_of(peer);
  if (!last || !trusts(*last)) return peer;
  for (std::size_t left = hops.size(); left > 0; --left) {
    const auto hop = address_of(hops[left - 1]);
    if (!hop) break;
    last = hop;
    if (!trusts(*hop)) break;
  }
  return text_of(*last);
}

}
