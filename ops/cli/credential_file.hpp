// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace muniment::cli {

struct connection_options;

/// Where the operator's credential is: `named` if it is not empty, else
/// $MUNIMENT_OPERATOR_CREDENTIAL, else `operator.json` in the default data directory.
std::filesystem::path credential_file(const std::string& named);

/// Whether the client of that name, in the workspace of `to`, is the one that asks: whose secret
/// the credential holds. Throws storage::startup_error.
bool is_own_client(const connection_options& to, const std::string& client_id);

/// Puts another secret into the file of the credential, with the owner that it has. Standard error
/// is told what came of it, since with the old secret nothing opens any more.
void keep_own_secret(const connection_options& to, const std::string& secret);

}
