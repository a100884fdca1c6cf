// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/names.hpp"

#include "ops/doctor/words.hpp"

namespace muniment::doctor {
namespace {

finding judge_localhost(const resolved_host& seen) {
  const auto mend =
      "apt-get install libnss-myhostname, or add to /etc/hosts: 127.0.0.1 " + seen.host;
  if (seen.addresses.empty())
    return warning(seen.host,
                   "the resolver does not know it (" + seen.failure +
                       "): browsers and curl find it by themselves, Node and others do not",
                   mend);
  if (!seen.all_loopback)
    return failed(seen.host,
                  "it resolves to " + joined(seen.addresses) + ", not to this machine's loopback",
                  "remove that entry from /etc/hosts or the name service, and " + mend);
  return ok(seen.host, "resolves to " + joined(seen.addresses));
}

}

finding judge_host(const resolved_host& seen, const expected_host& expected) {
  if (expected.localhost) return judge_localhost(seen);
  if (seen.addresses.empty() && expected.stands_for_all)
    return warning(seen.host,
                   "the resolver does not know it (" + seen.failure +
                       "): a workspace is reached only if its own name was entered there",
                   "add a wildcard below the base domain to the name service, or the name of each "
                   "workspace");
  if (seen.addresses.empty())
    return failed(seen.host, "the resolver does not know it (" + seen.failure + ")",
                  "add it, or a wildcard below the base domain, to the name service");
  const auto found = "resolves to " + joined(seen.addresses);
  if (seen.all_of_this_machine || expected.behind_proxy) return ok(seen.host, found);
  return warning(seen.host, found + ", which is not an address of this machine",
                 "correct the name service; or, if a proxy or balancer stands there, name its "
                 "addresses in trusted_proxies");
}

}
