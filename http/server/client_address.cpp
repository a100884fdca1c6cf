// SPDX-License-Identifier: Apache-2.0
#include "http/server/client_address.hpp"

#include "http/server/octets.hpp"

#include <utility>

namespace muniment::http {

std::function<std::string(const std::string& peer, const request&)>
client_behind(trusted_proxies proxies) {
  return [proxies = std::move(proxies)](const std::string& peer, const request& asked) {
    forwarding said;
    for (const auto& each : asked.fields) {
      if (equal_ignoring_case(each.name, "x-forwarded-for"))
        said.x_forwarded_for.push_back(each.value);
      if (equal_ignoring_case(each.name, "forwarded")) said.forwarded.push_back(each.value);
    }
    return proxies.client(peer, said);
  };
}

std::function<bool(const std::string& peer)> one_of(trusted_proxies proxies) {
  return [proxies = std::move(proxies)](const std::string& peer) { return proxies.trusts(peer); };
}

}
