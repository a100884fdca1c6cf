// SPDX-License-Identifier: Apache-2.0
#include "http/server/uri.hpp"

#include "http/server/octets.hpp"

#include <algorithm>
#include <charconv>

namespace muniment::http {
namespace {

bool is_unreserved_or_sub_delimiter(char octet) {
  return is_letter(octet) || is_digit(octet) ||
         std::string_view("-._~!$&'()*+,;=").find(octet) != std::string_view::npos;
}

// Octets of the component, besides those any component may have, and whole escapes.
bool consists_of(std::string_view text, std::string_view also) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '%') {
      if (text.size() - at < 3 || hex_value(text[at + 1]) < 0 || hex_value(text[at + 2]) < 0)
        return false;
      at += 2;
    } else if (!is_unreserved_or_sub_delimiter(text[at]) &&
               also.find(text[at]) == std::string_view::npos) {
      return false;
    }
  }
  return true;
}

bool is_scheme(std::string_view text) {
  return !text.empty() && is_letter(text.front()) &&
         std::all_of(text.begin(), text.end(), [](char octet) {
           return is_letter(octet) || is_digit(octet) || octet == '+' || octet == '-' ||
                  octet == '.';
         });
}

bool is_host(std::string_view text) {
  if (!text.starts_with('[')) return consists_of(text, "");
  return text.size() > 2 && text.ends_with(']') &&
         std::all_of(text.begin() + 1, text.end() - 1, [](char octet) {
           return hex_value(octet) >= 0 || octet == ':' || octet == '.';
         });
}

// Takes what stands behind the first `mark` off the end of `text`.
std::optional<std::string_view> take_behind(std::string_view& text, char mark) {
  const auto at = text.find(mark);
  if (at == std::string_view::npos) return {};
  const auto behind = text.substr(at + 1);
  text = text.substr(0, at);
  return behind;
}

bool split_authority(std::string_view authority, uri_parts& parts) {
  if (const auto at = authority.find('@'); at != std::string_view::npos) {
    parts.user_information = authority.substr(0, at);
    authority.remove_prefix(at + 1);
  }
  // The colons of an IPv6 address stand within its brackets.
  const auto bracket = authority.find(']');
  const auto colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  parts.host = authority.substr(0, colon);
  if (colon != std::string_view::npos) parts.port = authority.substr(colon + 1);
  return consists_of(parts.user_information.value_or(""), ":") && is_host(*parts.host) &&
         (!parts.port || std::all_of(parts.port->begin(), parts.port->end(), is_digit));
}

}

std::optional<uri_parts> split_uri(std::string_view text) {
  uri_parts parts;
  parts.fragment = take_behind(text, '#');
  parts.query = take_behind(text, '?');
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || !is_scheme(text.substr(0, colon))) return {};
  parts.scheme = text.substr(0, colon);
  parts.path = text.substr(colon + 1);
  if (parts.path.starts_with("//")) {
    const auto end = std::min(parts.path.find('/', 2), parts.path.size());
    if (!split_authority(parts.path.substr(2, end - 2), parts)) return {};
    parts.path.remove_prefix(end);
  }
  const bool valid = consists_of(parts.path, ":@/") &&
                     consists_of(parts.query.value_or(""), ":@/?") &&
                     consists_of(parts.fragment.value_or(""), ":@/?");
  return valid ? std::optional(parts) : std::nullopt;
}

bool is_port(std::string_view text) {
  unsigned port = 0;
  const auto* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, port);
  return error == std::errc{} && stop == end && text.size() <= 5 && port >= 1 && port <= 65535;
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string encoded;
  for (const char octet : text) {
    const auto value = static_cast<unsigned char>(octet);
    if (is_letter(octet) || is_digit(octet) ||
        std::string_view("-._~").find(octet) != std::string_view::npos)
      encoded += octet;
    else
      encoded.append({'%', digits[value >> 4], digits[value & 15]});
  }
  return encoded;
}

}
