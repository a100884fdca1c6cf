// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

namespace muniment::storage {

/// What a login that is to prepare a database may do there.
struct administrator {
  std::string login;
  std::string database;
  bool makes_roles = false;   ///< superuser or CREATEROLE
  bool makes_schemas = false; ///< CREATE and CONNECT on the database, with the right to pass it on
  bool has_logins = false;    ///< `muniment_hub` exists in this cluster
};

/// Asks the database. Throws `failure` (unavailable, refused).
administrator read_administrator(const std::string& dsn);

/// The oldest release of each major version whose SET ROLE can be relied on: CVE-2024-10978 let a
/// session fall back to another role than the one it took on.
constexpr auto oldest_releases = "15.10, 16.6 or 17.2";

/// Whether a server of this version (150010 is 15.10) is one of them or newer.
[[nodiscard]] constexpr bool is_supported(int server_version) {
  constexpr int minors = 10'000;
  switch (server_version / minors) {
  case 15:
    return server_version >= 150'010;
  case 16:
    return server_version >= 160'006;
  case 17:
    return server_version >= 170'002;
  default:
    return server_version >= 180'000;
  }
}

/// `15.10` for 150010.
std::string version_text(int server_version);

}
