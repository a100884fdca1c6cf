// SPDX-License-Identifier: Apache-2.0
#include "actors/lawful.hpp"

#include "crypto/signing_key.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace muniment::lawful {

namespace {

using std::ranges::all_of;
using std::ranges::any_of;

constexpr std::array<std::string_view, 3> loopback{"localhost", "127.0.0.1", "[::1]"};
constexpr std::array<std::string_view, 4> answered{"code", "state", "iss", "session_state"};

bool among(const auto& list, std::string_view value) {
  return std::ranges::find(list, value) != list.end();
}

bool lower(char c) { return c >= 'a' && c <= 'z'; }
bool upper(char c) { return c >= 'A' && c <= 'Z'; }
bool digit(char c) { return c >= '0' && c <= '9'; }

/// Printable ASCII that may stand in a URI; `*` only ever meant a wildcard.
bool uri_octet(char c) {
  return c > ' ' && c < '\x7f' &&
         std::string_view{"\"<>\\^`{|}#*"}.find(c) == std::string_view::npos;
}

struct web_url {
  bool secure{};
  std::string_view host;
  std::string_view rest; ///< from the path on
};

std::string_view without_port(std::string_view authority) {
  const auto colon = authority.rfind(':');
  const auto bracket = authority.rfind(']');
  const bool no_port =
      colon == std::string_view::npos || (bracket != std::string_view::npos && colon < bracket);
  return no_port ? authority : authority.substr(0, colon);
}

/// An `http` or `https` URL without user info; nothing if it is another thing.
std::optional<web_url> web(std::string_view value) {
  const bool secure = value.starts_with("https://");
  if (!secure && !value.starts_with("http://")) return {};
  value.remove_prefix(secure ? 8 : 7);
  const auto authority = value.substr(0, value.find_first_of("/?"));
  const auto host = without_port(authority);
  if (host.empty() || authority.find('@') != std::string_view::npos) return {};
  return web_url{secure, host, value.substr(authority.size())};
}

/// Encrypted, or never leaving the machine.
bool protected_way(const web_url& url) { return url.secure || among(loopback, url.host); }

bool private_use(std::string_view value) {
  const auto scheme = value.substr(0, value.find(':'));
  return scheme.size() + 1 < value.size() && lower(scheme.front()) &&
         scheme.find('.') != std::string_view::npos && all_of(scheme, [](char c) {
           return lower(c) || digit(c) || c == '.' || c == '-' || c == '+';
         });
}

bool answers_itself(std::string_view value) {
  const auto mark = value.find('?');
  if (mark == std::string_view::npos) return false;
  auto query = value.substr(mark + 1);
  while (!query.empty()) {
    const auto pair = query.substr(0, query.find('&'));
    if (among(answered, pair.substr(0, pair.find('=')))) return true;
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
  }
  return false;
}

bool uri(std::string_view value) {
  return !value.empty() && value.size() <= longest_uri && all_of(value, uri_octet);
}

}

bool text(std::string_view value, std::size_t longest) {
  return !value.empty() && value.size() <= longest &&
         all_of(value, [](char c) { return static_cast<unsigned char>(c) >= ' ' && c != '\x7f'; });
}

bool token(std::string_view value) {
  return !value.empty() && value.size() <= longest_token &&
         all_of(value, [](char c) { return c > ' ' && c < '\x7f' && c != '"' && c != '\\'; });
}

bool tokens(const std::vector<std::string>& values) {
  if (values.size() > most_tokens || !all_of(values, token)) return false;
  auto sorted = values;
  std::ranges::sort(sorted);
  return std::ranges::adjacent_find(sorted) == sorted.end();
}

bool digest(bytes_view value) { return value.size() == digest_octets; }

bool code_challenge(std::string_view value) {
  return value.size() == 43 && all_of(value, [](char c) {
           return lower(c) || upper(c) || digit(c) || c == '-' || c == '_';
         });
}

bool algorithm(std::string_view name) { return crypto::parse_algorithm(name).has_value(); }

bool issuer(std::string_view value) {
  const auto url = uri(value) ? web(value) : std::nullopt;
  return url && url->secure && url->rest.find('?') == std::string_view::npos;
}

bool origin(std::string_view value) {
  const auto url = uri(value) && !any_of(value, upper) ? web(value) : std::nullopt;
  return url && url->rest.empty() && protected_way(*url);
}

bool redirect_uri(std::string_view value, bool native) {
  if (!uri(value) || answers_itself(value)) return false;
  if (const auto url = web(value)) return protected_way(*url);
  return native && private_use(value);
}

}
