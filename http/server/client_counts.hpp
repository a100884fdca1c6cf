// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/ip/address.hpp>

#include <cstddef>
#include <map>
#include <string>

namespace muniment::http {

/// An address in its one spelling: IPv4 within IPv6 as IPv4, no zone.
std::string address_text(const boost::asio::ip::address& address);

/// How many connections each client has. A client is an IPv4 address, or a /64 of IPv6, which one
/// subscriber has for itself. As large as the connections that are open.
class client_counts {
public:
  /// False when the client already has `most`.
  bool enter(const boost::asio::ip::address& address, std::size_t most);
  void leave(const boost::asio::ip::address& address);

  /// How many clients are connected.
  [[nodiscard]] std::size_t clients() const { return counts_.size(); }

private:
  std::map<std::string, std::size_t> counts_;
};

}
