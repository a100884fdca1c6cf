// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/operator_credential.hpp"

#include "ops/cli/api.hpp"
#include "ops/doctor/account.hpp"
#include "ops/doctor/processes.hpp"
#include "ops/hosts.hpp"
#include "storage/startup_error.hpp"

namespace muniment::doctor {
namespace {

constexpr auto file_check = "credential";
constexpr auto accepted_check = "accepted";

bool server_runs(const places& at) {
  return lock_holder(at.locked()).has_value() ||
         holders_of(static_cast<std::uint16_t>(at.values.listen_port)).listened;
}

/// One question that needs the credential and changes nothing.
acceptance try_it(const places& at) {
  acceptance seen{server_runs(at), {}, {}};
  if (!seen.server_runs) return seen;
  try {
    auto control = cli::api::control({at.credential.string(), {}, false});
    control.get("/control/workspaces", {{"limit", "1"}});
  } catch (const storage::startup_error& error) {
    seen.failure = error.what();
    seen.hint = error.hint();
  }
  return seen;
}

}

finding judge_credential(const ops::credential& kept, const std::string& file,
                         const std::string& control_origin) {
  if (kept.control == control_origin) return ok(file_check, file + ", read by its owner alone");
  return warning(file_check,
                 file + " is for " + kept.control + ", and the settings make it " + control_origin,
                 "correct base_domain and public_port, or name the credential of this deployment "
                 "in operator_credential");
}

finding judge_acceptance(const acceptance& seen) {
  if (!seen.server_runs) return ok(accepted_check, "no server runs, so none was asked");
  if (seen.failure.empty()) return ok(accepted_check, "the server accepts it");
  return failed(accepted_check, "the server does not accept it: " + seen.failure, seen.hint);
}

void look_at_credential(const places& at, listener& into) {
  if (at.private_database && !is_there(at.data_directory)) return;
  into.begin(file_check, "is its disk there?");
  // The operator may sit at another machine; but `muniment up` always writes it.
  if (!at.private_database && !is_there(at.credential))
    return into.tell(warning(file_check, "there is none at " + at.credential.string(),
                             "name it in operator_credential, if this deployment is administered "
                             "from this machine"));
  const auto kept = ops::read_credential(at.credential);
  into.tell(judge_credential(kept, at.credential.string(),
                             ops::origin_of(at.values, ops::control_host(at.values))));
  into.begin(accepted_check, "the server does not answer: its log tells more");
  into.tell(judge_acceptance(try_it(at)));
}

}
