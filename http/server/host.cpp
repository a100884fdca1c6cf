// SPDX-License-Identifier: Apache-2.0
#include "http/server/host.hpp"

#include "http/server/octets.hpp"
#include "http/server/slug.hpp"
#include "http/server/uri.hpp"

#include <algorithm>

namespace muniment::http {
namespace {

constexpr std::string_view slug_mark = "{slug}", base_mark = "{base_domain}",
                           console_ending = "--console";
constexpr std::size_t longest_name = 253, longest_label = 63;

bool is_host_octet(char octet) {
  return is_letter(octet) || is_digit(octet) || octet == '.' || octet == '-' || octet == '_';
}

bool is_lower_label(std::string_view label) {
  return !label.empty() && label.size() <= longest_label && label.front() != '-' &&
         label.back() != '-' && std::all_of(label.begin(), label.end(), [](char octet) {
           return octet == '-' || is_digit(octet) || (octet >= 'a' && octet <= 'z');
         });
}

bool is_lower_domain(std::string_view name) {
  if (name.size() > longest_name) return false;
  while (true) {
    const auto dot = std::min(name.find('.'), name.size());
    if (!is_lower_label(name.substr(0, dot))) return false;
    if (dot == name.size()) return true;
    name.remove_prefix(dot + 1);
  }
}

// A last label of digits makes a name an IPv4 address to every URL parser.
bool ends_in_number(std::string_view name) {
  const auto last = name.substr(name.rfind('.') + 1);
  return !last.empty() && std::all_of(last.begin(), last.end(), is_digit);
}

std::string lowered(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), lower);
  return result;
}

// `[v6]` with or without a port: an address, whatever stands inside.
host_error judge_literal(std::string_view authority) {
  const auto end = authority.find(']');
  if (end == std::string_view::npos) return host_error::invalid_format;
  const auto inside = authority.substr(1, end - 1), behind = authority.substr(end + 1);
  const auto allowed = [](char octet) {
    return hex_value(octet) >= 0 || octet == ':' || octet == '.';
  };
  if (inside.empty() || !std::all_of(inside.begin(), inside.end(), allowed))
    return host_error::invalid_format;
  if (!behind.empty() && (behind.front() != ':' || !is_port(behind.substr(1))))
    return host_error::invalid_format;
  return host_error::tenant_not_found;
}

bool has_empty_label(std::string_view name) {
  return name.starts_with('.') || name.ends_with('.') || name.find("..") != std::string_view::npos;
}

// The name in lower case without port and trailing dot.
std::variant<std::string, host_error> name_in(std::string_view authority) {
  if (authority.starts_with('[')) return judge_literal(authority);
  const auto colon = authority.find(':');
  if (colon != std::string_view::npos && !is_port(authority.substr(colon + 1)))
    return host_error::invalid_format;
  auto name = authority.substr(0, colon);
  if (name.ends_with('.')) name.remove_suffix(1);
  if (name.empty() || name.size() > longest_name || has_empty_label(name))
    return host_error::invalid_format;
  if (!std::all_of(name.begin(), name.end(), is_host_octet)) return host_error::invalid_format;
  return lowered(name);
}

std::string with_base(std::string pattern, std::string_view base_domain) {
  if (const auto at = pattern.find(base_mark); at != std::string::npos)
    pattern.replace(at, base_mark.size(), base_domain);
  return pattern;
}

bool is_naked_choice(std::string_view slug) { return slug.empty() || !fault_of_slug(slug); }

}

problem problem_of(host_error error) {
  switch (error) {
  case host_error::missing_host:
    return {400, "missing_host", "The request names no host.", "Send a Host field."};
  case host_error::invalid_format:
    return {400, "invalid_format", "The host name has no valid shape.",
            "Name a workspace by one label in front of the base domain: letters, digits, single "
            "hyphens."};
  case host_error::tenant_not_found:
    break;
  }
  return {404, "tenant_not_found", "No workspace answers at this host.",
          "Check the name of the workspace."};
}

std::string host_name(std::string_view host) {
  auto name = host.substr(0, host.find(':'));
  if (name.ends_with('.')) name.remove_suffix(1);
  return lowered(name);
}

boost::system::result<host_router, std::string> host_router::make(const host_settings& settings) {
  if (!is_lower_domain(settings.base_domain) || ends_in_number(settings.base_domain))
    return std::string("base_domain is not a lower-case domain name");
  if (!is_naked_choice(settings.primary_workspace))
    return std::string("primary_workspace is not a slug");
  if (!is_naked_choice(settings.default_workspace))
    return std::string("default_workspace is not a slug");
  const auto pattern = with_base(settings.pattern, settings.base_domain);
  const auto at = pattern.find(slug_mark);
  if (at == std::string::npos) return std::string("host_pattern has no {slug}");
  host_router router;
  router.before_slug_ = pattern.substr(0, at);
  router.after_slug_ = pattern.substr(at + slug_mark.size());
  // A digit for the slug shows whether the hosts of the pattern are names at all.
  if (const auto sample = router.before_slug_ + "0" + router.after_slug_;
      !is_lower_domain(sample) || ends_in_number(sample) ||
      router.after_slug_.find('.') == std::string::npos)
    return std::string("host_pattern is not {slug} once within a lower-case domain name");
  router.base_domain_ = settings.base_domain;
  router.below_base_ = "." + settings.base_domain;
  const auto& fallback =
      settings.default_workspace.empty() ? "default" : settings.default_workspace;
  router.primary_slug_ = settings.primary_workspace;
  router.naked_slug_ = settings.primary_workspace.empty() ? fallback : settings.primary_workspace;
  return router;
}

host_destination host_router::route(std::optional<std::string_view> host) const {
  if (!host) return host_error::missing_host;
  const auto name = name_in(*host);
  if (const auto* error = std::get_if<host_error>(&name)) return *error;
  return route_name(std::get<std::string>(name));
}

std::string host_router::canonical_host(std::string_view slug) const {
  if (!primary_slug_.empty() && slug == primary_slug_) return base_domain_;
  return before_slug_ + std::string(slug) + after_slug_;
}

std::string_view host_router::shared_domain(std::string_view host) const {
  const auto name = host_name(host);
  if (name == base_domain_ || name.ends_with(below_base_)) return base_domain_;
  return std::string_view{after_slug_}.substr(after_slug_.find('.') + 1);
}

host_destination host_router::route_name(std::string_view name) const {
  if (name == base_domain_) return workspace_host{naked_slug_};
  if (!name.ends_with(below_base_)) return route_pattern(name);
  const auto below = name.substr(0, name.size() - below_base_.size());
  if (below == "api") return control_host{};
  if (!below.ends_with(console_ending)) return route_pattern(name);
  const auto slug = below.substr(0, below.size() - console_ending.size());
  if (fault_of_slug(slug)) return host_error::invalid_format;
  if (is_reserved_slug(slug)) return host_error::tenant_not_found;
  return console_host{std::string(slug)};
}

host_destination host_router::route_pattern(std::string_view name) const {
  if (name.size() < before_slug_.size() + after_slug_.size() || !name.starts_with(before_slug_) ||
      !name.ends_with(after_slug_))
    return name.ends_with(below_base_) ? host_error::invalid_format : host_error::tenant_not_found;
  name.remove_prefix(before_slug_.size());
  name.remove_suffix(after_slug_.size());
  if (fault_of_slug(name)) return host_error::invalid_format;
  if (is_reserved_slug(name)) return host_error::tenant_not_found;
  return workspace_host{std::string(name)};
}

}
