// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <sys/socket.h>
#include <vector>

namespace muniment::doctor {

/// An address of the network layer, without a port.
struct address {
  std::string text;
  bool loopback = false;
  bool of_this_machine = false; ///< loopback included
};

/// What the machine's resolver makes of a host: its addresses, or its reason. Blocks as long as the
/// resolver does.
struct resolution {
  std::vector<address> addresses = {};
  std::string failure = {};
};
resolution resolve(const std::string& host);

/// Whether one can listen on each of the addresses of the setting, written in digits: it is of this
/// machine or stands for all.
bool can_listen_on(const std::string& listen_address);

/// Where a client on this machine reaches what listens there: at the first of several.
std::string reached_at(const std::string& listen_address);

}
