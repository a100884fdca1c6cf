// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/doctor/finding.hpp"
#include "ops/doctor/processes.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace muniment::doctor {

/// A port that a setting names.
struct port_state {
  std::string setting; ///< `listen_port`
  std::uint16_t number = 0;
  port_holders holders;
  std::optional<process> server = {}; ///< of this deployment, if it runs
  bool privileged = false;            ///< it takes a capability to listen on it
};

/// Free while no server runs; held by the server while one does.
finding judge_port(const port_state& port);

/// Whether there is such an address on this machine.
finding judge_listen_address(const std::string& address, bool of_this_machine);

}
