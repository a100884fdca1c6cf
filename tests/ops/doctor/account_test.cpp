// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/account.hpp"

#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <pwd.h>
#include <unistd.h>

namespace muniment::doctor {
namespace {

namespace fs = std::filesystem;

TEST(account, of_the_owner_is_what_root_looks_as) {
  const auto* other = ::getpwnam("postgres");
  if (::geteuid() != 0 || !other) GTEST_SKIP() << "only root can look as another";
  const test::temporary_directory folder;
  const auto theirs = folder.path() / "theirs", ours = folder.path() / "ours";
  std::ofstream{theirs} << 'x';
  std::ofstream{ours} << 'x';
  fs::permissions(ours, fs::perms{0600});
  ASSERT_EQ(::chown(theirs.c_str(), other->pw_uid, other->pw_gid), 0);
  {
    const eyes_of_owner borrowed{theirs};
    EXPECT_EQ(::geteuid(), other->pw_uid);
    EXPECT_FALSE(std::ifstream{ours}.is_open());
  }
  EXPECT_EQ(::geteuid(), 0U);
  EXPECT_TRUE(std::ifstream{ours}.is_open());
}

TEST(account, stays_ours_where_the_owner_is_root_or_nobody) {
  const eyes_of_owner roots{"/"};
  const eyes_of_owner nobodys{"/none"};
  EXPECT_EQ(::geteuid(), ::getuid());
}

TEST(account, is_roots_or_the_owners) {
  const std::filesystem::path keys = "/keys";
  EXPECT_EQ(judge_account({"root", true, "muniment"}, keys).judged, verdict::ok);
  EXPECT_EQ(judge_account({"muniment", false, "muniment"}, keys).judged, verdict::ok);
  EXPECT_EQ(judge_account({"muniment", false, {}}, keys).judged, verdict::ok) << "nothing is there";
  EXPECT_EQ(judge_account({"eve", false, "muniment"}, keys),
            failed("account",
                   "/keys is muniment's, and eve may not look into it, so most was not looked at",
                   "run muniment doctor as root or as muniment"));
  EXPECT_EQ(judge_account({"eve", false, {}, true}, keys).judged, verdict::failed);
}

TEST(account, is_known_with_the_owner) {
  const test::temporary_directory folder;
  const auto seen = state_of_account(folder.path());
  EXPECT_EQ(seen.owner, seen.ours);
  EXPECT_EQ(state_of_account(folder.path() / "none").owner, "");
}

TEST(account, of_others_sees_what_is_open) {
  const test::temporary_directory folder;
  const auto file = folder.path() / "file";
  EXPECT_FALSE(is_there(file));
  EXPECT_FALSE(open_to_others(file));
  std::ofstream{file} << 'x';
  for (const auto mode : {0640, 0604, 0611}) {
    fs::permissions(file, static_cast<fs::perms>(mode));
    EXPECT_TRUE(open_to_others(file)) << mode;
  }
  fs::permissions(file, fs::perms{0600});
  EXPECT_FALSE(open_to_others(file));
  EXPECT_TRUE(is_there(file));
}

}
}
