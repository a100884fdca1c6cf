// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/serve/credential.hpp"
#include "ops/serve/service.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace muniment::ops {

enum class operator_found {
  here,      ///< the credential opens this deployment
  elsewhere, ///< another server made it; where its file is, that server knows
  refused,   ///< the file is there and opens nothing: its client is not, or has another secret
  not_now,   ///< the workspace `system` does not wake; ask again
};

/// The credential of the operator, as a server that starts finds or makes it. On the main thread.
class operator_entry {
public:
  /// `file` is where it is kept, 0600; `authority` is the certificate that whoever uses it is to
  /// trust, left out when empty.
  operator_entry(service& server, std::filesystem::path file, std::filesystem::path authority);

  /// Makes the workspace `system` and in it the service client `operator`, as far as they are
  /// missing, and the file that the command line uses: addresses, and the client's name and secret.
  /// The file is written before anything is made with it, so that a killed start is completed by
  /// the next; its addresses are brought up to date by each. Where the deployment has its operator
  /// already, no file is made.
  ///
  /// A file may name another client, which an operator has put into the place of the first: that
  /// name stays, and its client is taken as it is and never made here, since a misspelt name would
  /// make an operator whom nobody entered. Where there is no `system`, no such client can be: then
  /// it throws before anything is made.
  ///
  /// A file that opens nothing stays, since its secret may yet be the right one, such as that of a
  /// database which is to be restored. Only one that this start made is removed, once it is known
  /// that another server's client has the name. Throws storage::startup_error.
  operator_found prepare();

private:
  operator_found entered(const credential& kept);

  service& server_;
  const std::filesystem::path file_;
  const std::filesystem::path authority_;
  bool tried_ = false;              ///< whether it was seen whose file it is
  std::optional<std::string> made_; ///< the secret in the file, where this start has made that
};

}
