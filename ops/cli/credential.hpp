// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace muniment::cli {

/// How the command line reaches a deployment, and who it is there: a service client of the
/// workspace `system`.
struct credential {
  std::string control; ///< origin of the control plane
  std::string issuer;  ///< of the workspace `system`
  std::string client_id;
  std::string client_secret;
  std::string ca_file; ///< what to trust; empty for what the system trusts
};

/// Reads the file. One that others may read is refused, since whoever has it owns the deployment.
/// Throws storage::startup_error.
credential read_credential(const std::filesystem::path& file);

/// `named` if it is not empty, else $MUNIMENT_OPERATOR_CREDENTIAL, else `operator.json` in the
/// default data directory.
std::filesystem::path credential_file(const std::string& named);

}
