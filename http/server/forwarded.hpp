// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/system/result.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muniment::http {

/// An IP address; IPv4 as IPv4 within IPv6.
using ip_octets = std::array<std::uint8_t, 16>;

/// The address that `text` spells (no port, brackets or zone), or nothing.
std::optional<ip_octets> address_of(std::string_view text);

/// What one subscriber has for itself, as octets: an IPv4 address, or the /64 of an IPv6 address.
/// Of what is no address, as much of its text as an address may have.
std::string subscriber_of(std::string_view address);

/// What a request says about the way it came, each field's values in order.
struct forwarding {
  std::vector<std::string_view> x_forwarded_for;
  std::vector<std::string_view> forwarded; ///< RFC 7239
};

/// Whose word is taken for where a request came from. Pure and immutable: any thread.
class trusted_proxies {
public:
  /// Of addresses and networks (`10.0.0.0/8`, `2001:db8::/32`) between commas, none if empty; else
  /// a sentence naming the one that cannot be.
  static boost::system::result<trusted_proxies, std::string> make(std::string_view list);

  /// The client, given the address of the peer. Going back from the peer, hops are believed as long
  /// as the one that names them is trusted: the first that is not is the client. Where a hop is
  /// hidden or unreadable it is the one that named it. When both kinds of field are there and
  /// disagree, one was sent by the client and passed on by a proxy that knows only the other, and
  /// nobody can tell which: then it is the peer.
  [[nodiscard]] std::string client(const std::string& peer, const forwarding& said) const;

  /// Whether the peer of that address is one of them.
  [[nodiscard]] bool trusts(std::string_view peer) const;

private:
  struct network {
    ip_octets prefix;
    unsigned bits;
  };
  [[nodiscard]] bool trusts(const ip_octets& address) const;
  [[nodiscard]] std::string back_from(const std::string& peer,
                                      std::span<const std::string> hops) const;

  std::vector<network> networks_;
};

}
