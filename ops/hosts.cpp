// SPDX-License-Identifier: Apache-2.0
#include "ops/hosts.hpp"

namespace muniment::ops {

boost::system::result<http::host_router, std::string> host_router_of(const settings& values) {
  return http::host_router::make({.base_domain = values.base_domain,
                                  .pattern = values.host_pattern,
                                  .primary_workspace = values.primary_workspace,
                                  .default_workspace = values.default_workspace});
}

std::string control_host(const settings& values) { return "api." + values.base_domain; }

std::string origin_of(const settings& values, const std::string& host) {
  const auto port = values.public_port == 443 ? "" : ":" + std::to_string(values.public_port);
  return "https://" + host + port;
}

storage::issuer_rule issuers_of(const settings& values, const http::host_router& hosts) {
  const auto issuer_of = [&](std::string_view slug) {
    return origin_of(values, hosts.canonical_host(slug));
  };
  const auto& primary = values.primary_workspace;
  return {issuer_of(storage::slug_mark), primary, issuer_of(primary), "system"};
}

}
