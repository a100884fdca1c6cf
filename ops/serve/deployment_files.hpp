// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/settings.hpp"

#include <filesystem>

namespace muniment::ops {

/// Where a deployment keeps what is not in its database. All absolute.
struct deployment_files {
  std::filesystem::path directory;
  std::filesystem::path logins;
  std::filesystem::path key_store;
  std::filesystem::path master_key;
  std::filesystem::path operator_credential;
};

/// As the settings say; what they do not say lies in the data directory, which is `usual` where
/// they name none.
deployment_files files_of(const settings& values, const std::filesystem::path& usual);

/// Makes a directory that only we may enter, with its parents; one that exists stays as it is.
/// Throws storage::startup_error.
void make_private_directory(const std::filesystem::path& directory);

}
