// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/deployment_keys.hpp"

#include "ops/serve/text_file.hpp"
#include "storage/durable_file.hpp"
#include "storage/master_key.hpp"
#include "storage/startup_error.hpp"

#include <algorithm>

namespace muniment::ops {

namespace {

namespace fs = std::filesystem;
using storage::startup_error;

fs::path owner_file(const deployment_files& files) { return files.key_store / "deployment"; }

enum class owner { unknown, ours, another };

owner owner_of(const deployment_files& files, const uuid& deployment) {
  const auto text = read_text(owner_file(files));
  if (!text) return owner::unknown;
  return *text == to_string(deployment) + '\n' ? owner::ours : owner::another;
}

// Last of what makes a store, so that a killed try is taken up again.
void mark(const deployment_files& files, const uuid& deployment) {
  storage::replace_file(owner_file(files), to_string(deployment) + '\n', 0600);
}

[[noreturn]] void refuse_anothers(const deployment_files& files) {
  throw startup_error{"the key store " + files.key_store.string() +
                          " belongs to another deployment than the database",
                      "name the right one with key_store_directory, or the right database"};
}

/// Of a store that was made before stores were marked, only a person can tell.
[[noreturn]] void refuse_unmarked(const deployment_files& files, const uuid& deployment) {
  throw startup_error{"the key store " + files.key_store.string() +
                          " does not say whose it is, and the database holds workspaces",
                      "if it holds their keys: echo " + to_string(deployment) + " > " +
                          owner_file(files).string()};
}

}

bool has_keys(const deployment_files& files) {
  std::error_code unseen;
  const fs::directory_iterator all{files.key_store, unseen};
  if (unseen) return false;
  return std::any_of(begin(all), end(all), [](const fs::directory_entry& each) {
    return each.path().filename().string().starts_with("era-");
  });
}

void make_keys(const deployment_files& files, const uuid& deployment, bool has_workspaces) {
  const bool known = has_keys(files);
  if (!known && has_workspaces)
    throw startup_error{"there are no keys at " + files.key_store.string() +
                            ", but the database holds workspaces",
                        "restore their key store, or name it with key_store_directory: it cannot "
                        "be made again"};
  const auto whose = owner_of(files, deployment);
  if (whose == owner::another) refuse_anothers(files);
  if (whose == owner::unknown && known && has_workspaces) refuse_unmarked(files, deployment);
  if (!fs::exists(files.master_key)) {
    if (known)
      throw startup_error{"the master key " + files.master_key.string() +
                              " is gone, but the keys under it are there",
                          "restore it: without it nobody can read the personal data"};
    make_private_directory(files.master_key.parent_path());
    storage::write_new_master_key(files.master_key);
  }
  make_private_directory(files.key_store.parent_path());
  const auto opened =
      storage::key_store::open(files.key_store, storage::master_key_from_file(files.master_key));
  mark(files, deployment);
}

void adopt_keys(const deployment_files& files, const uuid& deployment) {
  const bool unmarked = owner_of(files, deployment) == owner::unknown;
  if (unmarked && has_keys(files) && fs::exists(files.master_key)) mark(files, deployment);
}

storage::key_store open_keys(const deployment_files& files, const uuid& deployment) {
  const auto whose = owner_of(files, deployment);
  if (whose == owner::another) refuse_anothers(files);
  if (whose == owner::unknown || !has_keys(files))
    throw startup_error{"there are no keys of this deployment at " + files.key_store.string(),
                        "restore them; a new deployment gets them from `muniment database prepare "
                        "--make-keys`"};
  return storage::key_store::open(files.key_store, storage::master_key_from_file(files.master_key));
}

}
