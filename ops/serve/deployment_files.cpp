// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/deployment_files.hpp"

#include "storage/startup_error.hpp"

namespace muniment::ops {

namespace fs = std::filesystem;

deployment_files files_of(const settings& values, const fs::path& usual) {
  const fs::path directory =
      fs::absolute(values.data_directory.empty() ? usual : fs::path{values.data_directory});
  const auto at = [&](const std::string& named, const char* name) {
    return named.empty() ? directory / name : fs::absolute(named);
  };
  return {directory, at(values.logins_file, "logins.json"), at(values.key_store_directory, "keys"),
          at(values.master_key_file, "master.key"),
          at(values.operator_credential, "operator.json")};
}

void make_private_directory(const fs::path& directory) {
  std::error_code failed;
  if (fs::is_directory(directory, failed)) return;
  if (fs::create_directories(directory, failed))
    fs::permissions(directory, fs::perms::owner_all, failed);
  if (failed)
    throw storage::startup_error{"cannot make the directory " + directory.string() + ": " +
                                     failed.message(),
                                 "choose one you own with --data-directory"};
}

}
