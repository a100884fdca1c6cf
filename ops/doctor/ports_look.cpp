// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/ports_look.hpp"

#include "ops/doctor/addresses.hpp"
#include "ops/doctor/ports.hpp"

#include <fstream>
#include <unistd.h>

namespace muniment::doctor {
namespace {

/// Below it, listening takes a capability.
unsigned first_free_port() {
  unsigned port = 1024;
  std::ifstream{"/proc/sys/net/ipv4/ip_unprivileged_port_start"} >> port;
  return port;
}

}

void look_at_ports(const places& at, listener& into) {
  const auto& values = at.values;
  into.begin("listen_address", "see ip address");
  into.tell(judge_listen_address(values.listen_address, can_listen_on(values.listen_address)));
  const auto server = lock_holder(at.locked());
  const auto look = [&](const char* setting, std::int64_t number) {
    const auto port = static_cast<std::uint16_t>(number);
    const bool privileged = ::geteuid() != 0 && port < first_free_port();
    into.tell(judge_port({setting, port, holders_of(port), server, privileged}));
  };
  look("listen_port", values.listen_port);
  if (values.redirect_port != 0) look("redirect_port", values.redirect_port);
  look("operations_port", values.operations_port);
}

}
