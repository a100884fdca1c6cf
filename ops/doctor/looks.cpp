// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/looks.hpp"

#include "ops/doctor/account.hpp"
#include "ops/doctor/breached_passwords.hpp"
#include "ops/doctor/clock_look.hpp"
#include "ops/doctor/database_look.hpp"
#include "ops/doctor/disk_look.hpp"
#include "ops/doctor/keys_look.hpp"
#include "ops/doctor/names_look.hpp"
#include "ops/doctor/operator_credential.hpp"
#include "ops/doctor/ports_look.hpp"
#include "ops/doctor/private_database_look.hpp"
#include "ops/doctor/tls_look.hpp"

namespace muniment::doctor {

namespace {

using looking = void (*)(const places&, listener&);

finding account_of(const places& at) {
  return judge_account(state_of_account(at.locked()), at.locked());
}

void look_at_account(const places& at, listener& into) {
  into.begin("account", "the disk of " + at.locked().string() + " does not answer: see dmesg");
  into.tell(account_of(at));
}

}

std::vector<look> looks_at(const places& at) {
  std::vector<look> all;
  const auto add_any = [&](const char* group, looking run) {
    all.push_back({group, [at, run](listener& into) { run(at, into); }});
  };
  const auto add = [&](const char* group, looking run) {
    all.push_back({group, [at, run](listener& into) {
                     if (account_of(at).judged == verdict::ok) run(at, into);
                   }});
  };
  add_any("account", look_at_account);
  if (at.private_database) add("deployment", look_at_private_database);
  add("database", look_at_database);
  add("keys", look_at_keys);
  add("TLS", look_at_tls);
  add_any("names", look_at_names);
  add("ports", look_at_ports);
  add("clock", look_at_clock);
  add_any("disk", look_at_disks);
  add("passwords", look_at_breached);
  add("operator", look_at_credential);
  return all;
}

}
