// SPDX-License-Identifier: Apache-2.0
#include "http/oidc/redirect_uri.hpp"

#include "http/server/form.hpp"
#include "http/server/octets.hpp"
#include "http/server/uri.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace muniment::oidc {
namespace {

using enum redirect_fault;

constexpr std::array<std::string_view, 2> loopback_literals{"127.0.0.1", "[::1]"};

// What authorization responses and logout carry, in any response mode.
constexpr std::array<std::string_view, 12> response_parameters{
    "access_token", "code", "error",    "error_description", "error_uri", "expires_in",
    "id_token",     "iss",  "response", "session_state",     "state",     "token_type"};

bool is_private_scheme(std::string_view scheme) {
  return scheme.find('.') != std::string_view::npos && !scheme.ends_with('.');
}

bool is_loopback(std::string_view host) {
  return host == "localhost" || std::find(loopback_literals.begin(), loopback_literals.end(),
                                          host) != loopback_literals.end();
}

std::optional<redirect_fault> fault_of_authority(const http::uri_parts& uri, bool loopback_only) {
  const auto host = uri.host.value_or("");
  if (host.empty() || (loopback_only && !is_loopback(host))) return redirect_fault::host;
  if (uri.port && !http::is_port(*uri.port)) return port;
  return {};
}

std::optional<redirect_fault> fault_of_target(const http::uri_parts& uri, application_kind kind) {
  if (uri.scheme == "https") return fault_of_authority(uri, false);
  if (uri.scheme == "http") return fault_of_authority(uri, true);
  if (kind != application_kind::native || !is_private_scheme(uri.scheme))
    return redirect_fault::scheme;
  if (uri.port) return port;
  return uri.path.empty() && uri.host.value_or("").empty() ? std::optional(malformed)
                                                           : std::nullopt;
}

bool is_dot_segment(std::string_view segment) {
  std::string dots(segment);
  for (auto at = dots.find('%'); at != std::string::npos; at = dots.find('%', at + 1))
    if (dots.compare(at, 2, "%2") == 0 && http::lower(dots[at + 2]) == 'e')
      dots.replace(at, 3, ".");
  return dots == "." || dots == "..";
}

bool has_dot_segment(std::string_view path) {
  while (true) {
    const auto end = std::min(path.find('/'), path.size());
    if (is_dot_segment(path.substr(0, end))) return true;
    if (end == path.size()) return false;
    path.remove_prefix(end + 1);
  }
}

std::optional<redirect_fault> fault_of_query(std::string_view encoded) {
  const auto query = http::form::parse(encoded);
  if (!query) return malformed;
  for (const auto name : response_parameters)
    if (query->find(name)) return response_parameter;
  return {};
}

// The URI without its port, if it is one whose port is free.
std::optional<std::pair<std::string_view, std::string_view>>
around_free_port(std::string_view uri) {
  constexpr std::string_view http = "http://";
  if (!uri.starts_with(http)) return {};
  for (const auto literal : loopback_literals) {
    if (!uri.substr(http.size()).starts_with(literal)) continue;
    const auto base = uri.substr(0, http.size() + literal.size());
    auto rest = uri.substr(base.size());
    if (rest.starts_with(':')) {
      const auto end = std::min(rest.find_first_not_of("0123456789", 1), rest.size());
      if (!http::is_port(rest.substr(1, end - 1))) return {};
      rest.remove_prefix(end);
    }
    if (!rest.empty() && rest.front() != '/' && rest.front() != '?') return {};
    return std::pair(base, rest);
  }
  return {};
}

}

application_kind kind_of(client::client_type type) {
  return type == client::client_type::native ? application_kind::native : application_kind::web;
}

http::fixed_text describe(redirect_fault fault) {
  switch (fault) {
  case too_long:
    return "A redirect URI has at most 2048 characters.";
  case malformed:
    return "The redirect URI is not an absolute URI in ASCII.";
  case fragment:
    return "A redirect URI has no fragment.";
  case wildcard:
    return "A redirect URI is matched exactly and has no asterisk.";
  case user_information:
    return "A redirect URI has no user information.";
  case dot_segment:
    return "The path of a redirect URI has no dot segments.";
  case redirect_fault::scheme:
    return "A redirect URI uses https; native applications may use a scheme with a dot, like "
           "com.example.app.";
  case redirect_fault::host:
    return "A redirect URI names a host; http is for 127.0.0.1, [::1] and localhost only.";
  case port:
    return "The port of the redirect URI is none.";
  case response_parameter:
    return "The query of the redirect URI holds a parameter that responses bring.";
  }
  return "";
}

std::optional<redirect_fault> fault_of_redirect_uri(std::string_view uri, application_kind kind) {
  if (uri.size() > longest_redirect_uri) return too_long;
  const auto parts = http::split_uri(uri);
  if (!parts) return malformed;
  if (parts->fragment) return fragment;
  if (uri.find('*') != std::string_view::npos) return wildcard;
  if (parts->user_information) return user_information;
  if (const auto fault = fault_of_target(*parts, kind)) return fault;
  if (has_dot_segment(parts->path)) return dot_segment;
  return fault_of_query(parts->query.value_or(""));
}

bool redirect_uri_matches(std::string_view registered, std::string_view requested,
                          application_kind kind) {
  if (registered == requested) return true;
  if (kind != application_kind::native) return false;
  const auto left = around_free_port(registered), right = around_free_port(requested);
  return left && right && *left == *right;
}

bool open_to_other_programs(std::string_view uri, application_kind kind) {
  return kind == application_kind::native && !uri.starts_with("https:");
}

}
