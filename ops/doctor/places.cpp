// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/places.hpp"

#include <sstream>
#include <utility>

namespace muniment::doctor {
namespace {

namespace fs = std::filesystem;

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

void replace(std::string& in, std::string_view word, const std::string& by) {
  if (const auto at = in.find(word); at != in.npos) in.replace(at, word.size(), by);
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
  all.key_store = named_or(values.key_store_directory, all.data_directory / "keys");
  all.key_copies = listed(values.key_copies);
  all.logins = named_or(values.logins_file, all.data_directory / "logins.json");
  all.credential = named_or(values.operator_credential, all.data_directory / "operator.json");
  all.values = std::move(values);
  return all;
}

std::string host_of(const ops::settings& values, const std::string& slug) {
  auto host = values.host_pattern;
  replace(host, "{base_domain}", values.base_domain);
  replace(host, "{slug}", slug);
  return host;
}

std::string control_host(const ops::settings& values) { return "api." + values.base_domain; }

std::string origin_of(const ops::settings& values, const std::string& host) {
  const auto port = values.public_port == 443 ? "" : ":" + std::to_string(values.public_port);
  return "https://" + host + port;
}

bool is_localhost(const std::string& host) {
  return host == "localhost" || host.ends_with(".localhost");
}

}
