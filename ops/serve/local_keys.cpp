// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/local_keys.hpp"

#include "storage/master_key.hpp"
#include "storage/startup_error.hpp"

namespace muniment::ops {

storage::key_store open_local_keys(const deployment_files& files) {
  if (!std::filesystem::exists(files.master_key)) {
    if (std::filesystem::exists(files.key_store))
      throw storage::startup_error{files.master_key.string() +
                                       " is gone, but the keys under it are there",
                                   "restore it: without it nobody can read the personal data"};
    make_private_directory(files.master_key.parent_path());
    storage::write_new_master_key(files.master_key);
  }
  make_private_directory(files.key_store.parent_path());
  return storage::key_store::open(files.key_store, storage::master_key_from_file(files.master_key));
}

}
