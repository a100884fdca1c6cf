// SPDX-License-Identifier: Apache-2.0
#include "http/server/canonical.hpp"

namespace muniment::http {
namespace {

/// The host in an issuer, which is an https URL.
std::string_view host_of(std::string_view issuer) {
  constexpr std::string_view scheme = "https://";
  const auto authority = issuer.substr(issuer.starts_with(scheme) ? scheme.size() : 0);
  return authority.substr(0, authority.find_first_of(":/"));
}

}

std::optional<response> moved_to_issuer(const request& asked, std::string_view issuer) {
  if (asked.method != "GET" && asked.method != "HEAD") return {};
  const auto host = asked.field("host");
  if (!host || host_name(*host) == host_of(issuer)) return {};
  auto location = std::string(issuer) + asked.path;
  if (!asked.query.empty()) location += "?" + asked.query;
  return response{.status = 308,
                  .fields = {{"Location", std::move(location)}, {"Cache-Control", "no-store"}}};
}

bool leads_to(const host_router& hosts, std::string_view issuer, const std::string& slug) {
  return hosts.route(host_of(issuer)) == host_destination{workspace_host{slug}};
}

}
