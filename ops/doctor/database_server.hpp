// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/doctor/finding.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace muniment::doctor {

/// Versions as PostgreSQL counts them: 150018 is 15.18.
struct versions {
  int server = 0;
  int library = 0; ///< libpq
};
finding judge_version(const versions& of);

/// How the connection travels.
struct transport_state {
  bool safe = true; ///< on this machine, or inside TLS with a verified name
  bool insecure_allowed = false;
  std::string tls = {}; ///< `TLSv1.3`; empty without
};
/// Nobody connects at all before this is not failed.
finding judge_transport(const transport_state& way);

/// What `pg_settings` says, by name.
using server_settings = std::map<std::string, std::string>;

/// Which settings of the server could lose what was acknowledged, or hide that it was damaged; one
/// finding when there are none.
findings judge_durability(const server_settings& is);

/// Whether it takes writes and any text.
findings judge_service(const server_settings& is, bool standby);

/// Whether one server of ours finds enough connections and locks. `others`: connections now held by
/// logins that are not ours.
findings judge_capacity(const server_settings& is, int others);

}
