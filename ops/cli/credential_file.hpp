// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace muniment::cli {

/// Where the operator's credential is: `named` if it is not empty, else
/// $MUNIMENT_OPERATOR_CREDENTIAL, else `operator.json` in the default data directory.
std::filesystem::path credential_file(const std::string& named);

}
