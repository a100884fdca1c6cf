// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/tls_look.hpp"

#include "ops/doctor/account.hpp"
#include "ops/doctor/addresses.hpp"
#include "ops/doctor/certificate_files.hpp"
#include "ops/doctor/handshake.hpp"
#include "ops/hosts.hpp"
#include "ops/serve/credential.hpp"
#include "storage/startup_error.hpp"

namespace muniment::doctor {
namespace {

using std::chrono::system_clock;

/// A host of each kind; `any` stands for the workspaces.
std::vector<std::string> hosts_of(const ops::settings& values) {
  return {ops::control_host(values), host_of(values, "any"), values.base_domain};
}

/// What a client of ours is told to trust.
std::filesystem::path trusted_by_us(const places& at) {
  if (!at.authority.empty()) return at.authority;
  try {
    return ops::read_credential(at.credential).ca_file;
  } catch (const storage::startup_error&) {
    return {};
  }
}

void look_at_files(const places& at, listener& into) {
  const eyes_of_owner servers{at.key_store};
  into.tell(judge_certificate(
      read_certificate(at.certificate_chain, at.certificate_key, hosts_of(at.values)),
      system_clock::now()));
  if (at.authority.empty()) return;
  for (const auto& each : read_chain(at.authority))
    into.tell(judge_expiry("authority", facts_of(each.get()), system_clock::now(),
                           "start muniment up again: it makes a new one, to be trusted anew"));
}

}

void look_at_tls(const places& at, listener& into) {
  into.begin("chain", "the files of the certificate cannot be read: is their disk there?");
  if (at.certificate_chain.empty())
    return into.tell(failed("chain", "tls_certificate_file and tls_key_file are not set",
                            "set both: Muniment serves nothing without TLS"));
  if (at.private_database && !is_there(at.data_directory)) return;
  look_at_files(at, into);
  into.begin("handshake", "something listens on listen_port and says nothing: is it the server?");
  auto seen = shake_hands({reached_at(at.values.listen_address),
                           static_cast<std::uint16_t>(at.values.listen_port),
                           control_host(at.values), trusted_by_us(at), at.certificate_chain});
  seen.own_authority = !at.authority.empty();
  into.tell(judge_handshake(seen));
}

}
