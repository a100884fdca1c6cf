// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/doctor/finding.hpp"

#include <string>
#include <vector>

namespace muniment::doctor {

/// What the machine's resolver says of a host.
struct resolved_host {
  std::string host;
  std::vector<std::string> addresses = {}; ///< none: it knows no such host
  std::string failure = {};                ///< the resolver's own words then
  bool all_loopback = false;
  bool all_of_this_machine = false; ///< loopback included
};

/// How the host ought to resolve.
struct expected_host {
  bool localhost = false;    ///< its base domain is below `.localhost`
  bool behind_proxy = false; ///< trusted_proxies is set: another machine may stand before this one
  bool stands_for_all = false; ///< nobody's name, which a wildcard for workspaces makes known
};

finding judge_host(const resolved_host& seen, const expected_host& expected);

}
