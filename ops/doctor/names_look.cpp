// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/names_look.hpp"

#include "ops/doctor/addresses.hpp"
#include "ops/doctor/names.hpp"
#include "ops/hosts.hpp"

#include <algorithm>
#include <utility>

namespace muniment::doctor {
namespace {

resolved_host ask(const std::string& host) {
  auto answer = resolve(host);
  resolved_host seen{host, {}, std::move(answer.failure)};
  seen.all_loopback = std::ranges::all_of(answer.addresses, &address::loopback);
  seen.all_of_this_machine = std::ranges::all_of(answer.addresses, &address::of_this_machine);
  for (auto& each : answer.addresses)
    seen.addresses.push_back(std::move(each.text));
  return seen;
}

/// That of no workspace in particular.
std::string any_host(const places& at) { return host_of(at.values, "any"); }

}

std::vector<std::string> hosts_of(const places& at) {
  const auto& values = at.values;
  std::vector<std::string> hosts{ops::control_host(values), host_of(values, "system")};
  const auto add = [&](std::string host) {
    if (std::ranges::find(hosts, host) == hosts.end()) hosts.push_back(std::move(host));
  };
  add(at.private_database ? host_of(values, "demo") : any_host(at));
  if (!values.primary_workspace.empty() || !values.default_workspace.empty())
    add(values.base_domain);
  return hosts;
}

void look_at_names(const places& at, listener& into) {
  expected_host expected{is_localhost(at.values.base_domain), !at.values.trusted_proxies.empty()};
  for (const auto& host : hosts_of(at)) {
    expected.stands_for_all = !at.private_database && host == any_host(at);
    into.begin(host, "the name service does not answer: see /etc/resolv.conf and what it names");
    into.tell(judge_host(ask(host), expected));
  }
}

}
