// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/ports.hpp"

#include <algorithm>

namespace muniment::doctor {
namespace {

std::string holder_of(const port_holders& holders) {
  return holders.processes.empty() ? "a process that may not be seen"
                                   : named(holders.processes.front());
}

bool held_by(const process& server, const port_holders& holders) {
  return std::ranges::count(holders.processes, server.id, &process::id) > 0;
}

finding judge_free(const port_state& port, const std::string& number) {
  if (port.server)
    return failed(
        port.setting,
        named(*port.server) + " serves this deployment, but nobody listens on port " + number,
        "if it is starting, look again; else is " + port.setting + " the one it was started with?");
  if (port.privileged)
    return warning(port.setting, "port " + number + " is free, but takes a right to listen on",
                   "run as the systemd unit does (CAP_NET_BIND_SERVICE), or choose a port from "
                   "1024 on");
  return ok(port.setting, "port " + number + " is free");
}

}

finding judge_port(const port_state& port) {
  const auto number = std::to_string(port.number);
  if (!port.holders.listened) return judge_free(port, number);
  const auto holder = holder_of(port.holders);
  if (port.server && held_by(*port.server, port.holders))
    return ok(port.setting, "the server, " + named(*port.server) + ", listens on port " + number);
  // Only root and the server's own account see whose socket it is.
  if (port.server && port.holders.processes.empty())
    return ok(port.setting, "somebody, presumably the server, listens on port " + number);
  return failed(port.setting, "port " + number + " is taken by " + holder,
                "stop it, or choose another " + port.setting);
}

finding judge_listen_address(const std::string& address, bool of_this_machine) {
  constexpr auto check = "listen_address";
  if (of_this_machine) return ok(check, address + " is an address of this machine");
  return failed(check, address + " is not an address of this machine",
                "ip address shows them; 0.0.0.0 or :: stand for all");
}

}
