// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/local_keys.hpp"

#include "http/server/ids.hpp"
#include "storage/startup_error.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gmock/gmock.h>

namespace muniment::ops {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class local_keys : public testing::Test {
protected:
  storage::key_store open(bool has_workspaces = false) const {
    return open_local_keys(files, ours, has_workspaces);
  }
  std::string refusal(bool has_workspaces) const {
    try {
      open(has_workspaces);
    } catch (const storage::startup_error& error) {
      EXPECT_FALSE(error.hint().empty());
      return error.what();
    }
    return "";
  }

  const test::temporary_directory folder;
  const deployment_files files = files_of({}, folder.path());
  const uuid ours = http::random_id();
};

TEST_F(local_keys, are_made_once_and_found_again) {
  const auto first = open().current().key->commitment();
  EXPECT_EQ(open(true).current().key->commitment(), first);
}

TEST_F(local_keys, of_earlier_builds_which_marked_none_are_taken_over) {
  const auto first = open().current().key->commitment();
  fs::remove(files.key_store / "deployment");
  EXPECT_EQ(open(true).current().key->commitment(), first);
  EXPECT_TRUE(fs::exists(files.key_store / "deployment"));
}

TEST_F(local_keys, are_not_made_anew_over_keys_that_lack_their_master) {
  open();
  fs::remove(files.master_key);
  EXPECT_THAT(refusal(true), HasSubstr("is gone"));
  EXPECT_THAT(refusal(false), HasSubstr("is gone"));
}

TEST_F(local_keys, are_not_made_anew_for_workspaces_whose_keys_are_lost) {
  open();
  fs::remove_all(files.key_store);
  EXPECT_THAT(refusal(true), HasSubstr("the database holds workspaces"));
  fs::remove(files.master_key);
  EXPECT_THAT(refusal(true), HasSubstr("the database holds workspaces"));
  EXPECT_FALSE(fs::exists(files.key_store));
  EXPECT_FALSE(fs::exists(files.master_key));
}

TEST_F(local_keys, of_another_deployment_are_refused) {
  open();
  EXPECT_THROW(open_local_keys(files, http::random_id(), false), storage::startup_error);
}

TEST_F(local_keys, lie_where_the_settings_say) {
  settings values;
  values.key_store_directory = (folder.path() / "vault/keys").string();
  values.master_key_file = (folder.path() / "safe/master").string();
  open_local_keys(files_of(values, folder.path() / "data"), ours, false);
  EXPECT_TRUE(fs::exists(folder.path() / "safe/master"));
  EXPECT_TRUE(fs::is_directory(folder.path() / "vault/keys"));
  EXPECT_FALSE(fs::exists(folder.path() / "data/master.key"));
}

}
}
