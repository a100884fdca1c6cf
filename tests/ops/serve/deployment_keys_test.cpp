// SPDX-License-Identifier: Apache-2.0
#include "ops/serve/deployment_keys.hpp"

#include "http/server/ids.hpp"
#include "storage/startup_error.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

namespace muniment::ops {
namespace {

namespace fs = std::filesystem;

class deployment_keys_test : public testing::Test {
protected:
  template <class Do>
  static std::string why(Do act) {
    try {
      act();
    } catch (const storage::startup_error& error) {
      EXPECT_FALSE(error.hint().empty());
      return error.what();
    }
    return "";
  }
  std::string made(bool has_workspaces = false) const {
    return why([&] { make_keys(files, ours, has_workspaces); });
  }
  std::string opened(const uuid& as) const {
    return why([&] { open_keys(files, as); });
  }
  static void expect(const std::string& told, const std::string& part) {
    EXPECT_NE(told.find(part), std::string::npos) << told;
  }

  test::temporary_directory folder;
  const deployment_files files = files_of({}, folder.path() / "data");
  const uuid ours = http::random_id();
};

TEST_F(deployment_keys_test, are_made_once_and_opened_by_their_deployment) {
  expect(opened(ours), "there are no keys of this deployment");
  EXPECT_FALSE(has_keys(files));
  EXPECT_EQ(made(), "");
  EXPECT_TRUE(has_keys(files));
  EXPECT_EQ(fs::status(files.master_key).permissions(), fs::perms::owner_read);
  const auto written = fs::last_write_time(files.master_key);
  EXPECT_EQ(made(true), "") << "repeating it changes nothing";
  EXPECT_EQ(fs::last_write_time(files.master_key), written);
  EXPECT_EQ(open_keys(files, ours).current().number, 1U);
}

TEST_F(deployment_keys_test, of_another_deployment_are_refused) {
  EXPECT_EQ(made(), "");
  expect(opened(http::random_id()), "belongs to another deployment");
  expect(why([&] { make_keys(files, http::random_id(), false); }), "belongs to another deployment");
}

TEST_F(deployment_keys_test, are_not_made_for_workspaces_that_have_some) {
  expect(made(true), "the database holds workspaces");
  EXPECT_FALSE(fs::exists(files.master_key));
  EXPECT_EQ(made(), "");
  fs::remove(files.key_store / "deployment");
  expect(made(true), "does not say whose it is");
  EXPECT_EQ(made(), "") << "a killed try, before there were any";
}

TEST_F(deployment_keys_test, that_are_partly_gone_are_not_made_anew) {
  EXPECT_EQ(made(), "");
  fs::rename(files.master_key, folder.path() / "aside");
  expect(made(), "is gone");
  expect(opened(ours), "cannot read the master key");
  fs::rename(folder.path() / "aside", files.master_key);
  fs::remove(files.key_store / "era-1.key");
  expect(opened(ours), "there are no keys of this deployment");
  EXPECT_FALSE(fs::exists(files.key_store / "era-1.key"));
}

}
}
