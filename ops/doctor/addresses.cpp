// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/addresses.hpp"

#include "http/server/address_list.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <ifaddrs.h>
#include <memory>
#include <netdb.h>
#include <netinet/in.h>
#include <set>

namespace muniment::doctor {
namespace {

std::string text_of(const sockaddr* at) {
  char text[INET6_ADDRSTRLEN] = "";
  if (at->sa_family == AF_INET)
    ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(at)->sin_addr, text, sizeof text);
  else if (at->sa_family == AF_INET6)
    ::inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6*>(at)->sin6_addr, text, sizeof text);
  return text;
}

std::set<std::string> own_addresses() {
  std::set<std::string> all;
  ifaddrs* list = nullptr;
  if (::getifaddrs(&list) != 0) return all;
  const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> owner{list, ::freeifaddrs};
  for (const auto* each = list; each; each = each->ifa_next)
    if (each->ifa_addr) all.insert(text_of(each->ifa_addr));
  return all;
}

bool is_loopback(const std::string& text) { return text.starts_with("127.") || text == "::1"; }

/// What is no list of addresses stands for itself; the settings are judged elsewhere.
std::vector<std::string> listed(const std::string& listen_address) {
  const auto all = http::address_list(listen_address);
  return all ? *all : std::vector{listen_address};
}

}

resolution resolve(const std::string& host) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  const int state = ::getaddrinfo(host.c_str(), nullptr, &wanted, &list);
  if (state != 0) return {{}, ::gai_strerror(state)};
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner{list, ::freeaddrinfo};
  const auto own = own_addresses();
  resolution found;
  for (const auto* each = list; each; each = each->ai_next) {
    auto text = text_of(each->ai_addr);
    const bool loopback = is_loopback(text);
    const bool ours = loopback || own.contains(text);
    if (std::ranges::count(found.addresses, text, &address::text) == 0)
      found.addresses.push_back({std::move(text), loopback, ours});
  }
  return found;
}

bool can_listen_on(const std::string& listen_address) {
  const auto own = own_addresses();
  return std::ranges::all_of(listed(listen_address), [&](const auto& each) {
    return each == "0.0.0.0" || each == "::" || is_loopback(each) || own.contains(each);
  });
}

std::string reached_at(const std::string& listen_address) {
  const auto first = listed(listen_address).front();
  if (first == "0.0.0.0") return "127.0.0.1";
  return first == "::" ? "::1" : first;
}

}
