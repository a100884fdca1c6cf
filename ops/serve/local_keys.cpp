// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/local_keys.hpp"

#include "storage/master_key.hpp"
#include "storage/startup_error.hpp"

namespace muniment::ops {

storage::key_store open_local_keys(const std::filesystem::path& directory) {
  const auto master = directory / "master.key";
  const auto store = directory / "keys";
  if (!std::filesystem::exists(master)) {
    if (std::filesystem::exists(store))
      throw storage::startup_error{master.string() + " is gone, but the keys under it are there",
                                   "restore it: without it nobody can read the personal data"};
    storage::write_new_master_key(master);
  }
  return storage::key_store::open(store, storage::master_key_from_file(master));
}

}
