// SPDX-License-Identifier: Apache-2.0
#include "ops/cli/credential_file.hpp"

#include "ops/cli/data_directory.hpp"

#include <cstdlib>

namespace muniment::cli {

std::filesystem::path credential_file(const std::string& named) {
  if (!named.empty()) return named;
  if (const char* set = std::getenv("MUNIMENT_OPERATOR_CREDENTIAL"); set && *set) return set;
  return default_data_directory() / "operator.json";
}

}
