// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/places.hpp"

#include "ops/hosts.hpp"

#include <sstream>
#include <utility>

namespace muniment::doctor {
namespace {

namespace fs = std::filesystem;

/// What ops/packaging/master-key.conf makes of the unit.
constexpr auto credential_of_unit = "/run/credentials/muniment.service/master.key";
constexpr auto drop_in_of_unit = "/etc/systemd/system/muniment.service.d/master-key.conf";

fs::path named_or(const std::string& named, const fs::path& otherwise) {
  return named.empty() ? otherwise : fs::path{named};
}

std::vector<fs::path> listed(const std::string& text) {
  std::vector<fs::path> all;
  std::istringstream parts{text};
  for (std::string part; std::getline(parts, part, ',');) {
    const auto first = part.find_first_not_of(' ');
    if (first == part.npos) continue;
    all.emplace_back(part.substr(first, part.find_last_not_of(' ') - first + 1));
  }
  return all;
}

}

places places_of(ops::settings values, const fs::path& usual) {
  places all;
  all.private_database = values.dsn.empty();
  all.data_directory = named_or(values.data_directory, usual);
  const auto tls = all.data_directory / "tls";
  all.certificate_chain = values.tls_certificate_file;
  all.certificate_key = values.tls_key_file;
  if (all.private_database && all.certificate_chain.empty()) {
    all.certificate_chain = tls / "server.pem";
    all.certificate_key = tls / "server.key";
    all.authority = tls / "ca.pem";
  }
  all.master_key = named_or(values.master_key_file, all.data_directory / "master.key");
  if (!all.private_database) {
    all.given_master_key = credential_of_unit;
    all.master_key_drop_in = drop_in_of_unit;
  }
  all.key_store = named_or(values.key_store_directory, all.data_directory / "keys");
  all.key_copies = listed(values.key_copies);
  all.logins = named_or(values.logins_file, all.data_directory / "logins.json");
  all.credential = named_or(values.operator_credential, all.data_directory / "operator.json");
  all.values = std::move(values);
  return all;
}

std::string host_of(const ops::settings& values, const std::string& slug) {
  const auto hosts = ops::host_router_of(values);
  return hosts ? hosts->canonical_host(slug) : slug + '.' + values.base_domain;
}

bool is_localhost(const std::string& host) {
  return host == "localhost" || host.ends_with(".localhost");
}

}
