// SPDX-License-Identifier: Apache-2.0
#include "http/server/address_list.hpp"

#include "http/server/forwarded.hpp"
#include "http/server/octets.hpp"

#include <algorithm>

namespace muniment::http {

boost::system::result<std::vector<std::string>, std::string> address_list(std::string_view text) {
  std::vector<std::string> all;
  std::vector<ip_octets> seen;
  for (bool more = true; more;) {
    const auto comma = text.find(',');
    const auto part = trimmed(text.substr(0, comma));
    const auto address = address_of(part);
    if (!address) return "\"" + std::string{part} + "\" is no IP address";
    if (std::ranges::find(seen, *address) != seen.end()) return std::string{part} + " stands twice";
    seen.push_back(*address);
    all.emplace_back(part);
    more = comma != text.npos;
    if (more) text.remove_prefix(comma + 1);
  }
  return all;
}

}
