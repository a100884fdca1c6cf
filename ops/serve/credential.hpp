// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace muniment::ops {

/// How an operator reaches a deployment, and who it is there: a service client of the workspace
/// `system`. The server writes it, the command line reads it.
struct credential {
  std::string control; ///< origin of the control plane
  std::string issuer;  ///< of the workspace `system`
  std::string client_id;
  std::string client_secret;
  std::string ca_file = {}; ///< what to trust; empty for what the system trusts
  friend bool operator==(const credential&, const credential&) = default;
};

/// Reads the file. One that others may read is refused, since whoever has it owns the deployment.
/// Throws storage::startup_error.
credential read_credential(const std::filesystem::path& file);

/// Writes it as a whole, for its owner alone. Throws storage::startup_error.
void write_credential(const std::filesystem::path& file, const credential& kept);

}
