// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/server/problem.hpp"

#include <boost/system/result.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace muniment::http {

/// What host routing goes by. An empty text is an unset one.
struct host_settings {
  std::string base_domain; ///< B: lower-case, no port, no trailing dot.
  std::string pattern =
      "{slug}.{base_domain}";         ///< Hosts of workspaces; `{slug}` once, within one label.
  std::string primary_workspace = {}; ///< Who answers at B itself.
  std::string default_workspace = {}; ///< Who answers there without a primary.
};

/// The host of the control plane, `api.B`.
struct control_host {
  bool operator==(const control_host&) const = default;
};

/// The host of a workspace; whether it exists is for the caller to find out (404 tenant_not_found
/// if not).
struct workspace_host {
  std::string slug;
  bool operator==(const workspace_host&) const = default;
};

/// The console's own origin for a workspace, `<slug>--console.B`: static files only.
struct console_host {
  std::string slug;
  bool operator==(const console_host&) const = default;
};

/// Nobody is meant.
enum class host_error : unsigned char {
  missing_host,     ///< 400: no Host at all, which HTTP/1.0 allows.
  invalid_format,   ///< 400: no host name, or below B in a shape no workspace can have.
  tenant_not_found, ///< 404: not below B, an IP address, or a reserved name.
};

/// What to answer: status, stable code, sentences.
problem problem_of(host_error error);

/// The name in a Host field that was routed: without port and trailing dot, in small letters.
std::string host_name(std::string_view host);

using host_destination = std::variant<control_host, workspace_host, console_host, host_error>;

/// Tells from the name a client asked for whom it means. Pure and immutable: any thread.
class host_router {
public:
  /// The router, or a sentence saying which setting cannot be and why.
  static boost::system::result<host_router, std::string> make(const host_settings& settings);

  /// `host` is the value of Host, or the authority of an absolute-form target, which replaces it
  /// (RFC 9112 section 3.2.2). Letter case, one trailing dot and a port do not matter.
  host_destination route(std::optional<std::string_view> host) const;

  /// The one host that a workspace of that slug is to be known by: B itself for the workspace that
  /// the settings name for it, else by the pattern.
  [[nodiscard]] std::string canonical_host(std::string_view slug) const;

  /// The domain that cookies of neighbours can be for at a host that was routed: B at B and below
  /// it, else what the hosts of the pattern have in common.
  [[nodiscard]] std::string_view shared_domain(std::string_view host) const;

private:
  host_router() = default;
  host_destination route_name(std::string_view name) const;
  host_destination route_pattern(std::string_view name) const;

  std::string base_domain_;
  std::string below_base_;   // ".B"
  std::string primary_slug_; // Empty when the settings name none for B.
  std::string naked_slug_;
  std::string before_slug_; // The pattern in front of `{slug}` and behind it.
  std::string after_slug_;
};

}
