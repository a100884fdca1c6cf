// SPDX-License-Identifier: Apache-2.0
#include "http/server/client_counts.hpp"

#include <algorithm>

namespace muniment::http {
namespace {

namespace ip = boost::asio::ip;

ip::address plain(const ip::address& address) {
  if (address.is_v4()) return address;
  const auto wide = address.to_v6();
  if (wide.is_v4_mapped()) return ip::make_address_v4(ip::v4_mapped, wide);
  return ip::address_v6{wide.to_bytes()};
}

std::string client_of(const ip::address& address) {
  const auto given = plain(address);
  if (given.is_v4()) return given.to_string();
  auto octets = given.to_v6().to_bytes();
  std::fill(octets.begin() + 8, octets.end(), 0);
  return ip::address_v6{octets}.to_string();
}

}

std::string address_text(const ip::address& address) { return plain(address).to_string(); }

bool client_counts::enter(const ip::address& address, std::size_t most) {
  auto& count = counts_[client_of(address)];
  if (count >= most) {
    if (count == 0) counts_.erase(client_of(address));
    return false;
  }
  ++count;
  return true;
}

void client_counts::leave(const ip::address& address) {
  const auto found = counts_.find(client_of(address));
  if (found == counts_.end()) return;
  if (--found->second == 0) counts_.erase(found);
}

}
