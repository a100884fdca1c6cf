// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/key_copies_look.hpp"

#include "storage/key_store.hpp"
#include "tests/support/key_table.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace muniment::doctor {
namespace {

namespace fs = std::filesystem;
using names = std::vector<std::string>;

class key_copies_look : public testing::Test {
protected:
  key_copies_look() {
    at.data_directory = folder.path() / "data";
    at.master_key = at.data_directory / "master.key";
    at.key_store = folder.path() / "keys";
    auto store = storage::key_store::open(at.key_store, crypto::secret_bytes(bytes(32, 7)));
    store.write_dump(test::id_of_octet(1), test::id_of_octet(2)).finish();
    fs::create_directories(copy);
    fs::permissions(copy, fs::perms::owner_all);
    for (const auto& each : fs::directory_iterator(at.key_store))
      if (each.path().filename() != "lock") fs::copy(each.path(), copy);
  }
  key_copy compared() const { return compare_copy(copy, at); }
  std::string dump() const { return "dump-" + to_string(test::id_of_octet(1)) + ".keys"; }

  test::temporary_directory folder;
  places at;
  const fs::path copy = folder.path() / "copy";
};

TEST_F(key_copies_look, sees_the_same_bytes) {
  const auto seen = compared();
  EXPECT_EQ(seen.failure, "");
  EXPECT_TRUE(seen.missing.empty() && seen.different.empty() && seen.destroyed.empty() &&
              seen.left_over.empty());
  EXPECT_TRUE(seen.same_disk);
  EXPECT_FALSE(seen.in_data_directory || seen.with_master_key || seen.open_to_others);
}

TEST_F(key_copies_look, sees_what_is_missing_or_changed) {
  fs::remove(copy / "era-1.key");
  std::ofstream{copy / dump(), std::ios::app} << 'x';
  EXPECT_EQ(compared().missing, names{"era-1.key"});
  EXPECT_EQ(compared().different, names{dump()});
}

TEST_F(key_copies_look, sees_one_changed_octet) {
  std::fstream file{copy / "era-1.key", std::ios::in | std::ios::out | std::ios::binary};
  const auto octet = file.seekg(40).get();
  file.seekp(40).put(static_cast<char>(octet ^ 1)).flush();
  EXPECT_EQ(compared().different, names{"era-1.key"});
}

TEST_F(key_copies_look, sees_what_ought_to_be_gone) {
  std::ofstream{copy / "era-7.key"} << 'x';
  std::ofstream{copy / "dump-01020304-0506-4708-890a-0b0c0d0e0f10.keys"} << 'x';
  EXPECT_EQ(compared().destroyed, names{"era-7.key"});
  EXPECT_EQ(compared().left_over.size(), 1U);
}

TEST_F(key_copies_look, sees_where_it_lies) {
  at.data_directory = folder.path();
  EXPECT_TRUE(compared().in_data_directory);
  std::ofstream{copy / "master.key"} << 'x';
  fs::permissions(copy, fs::perms{0755});
  EXPECT_TRUE(compared().with_master_key);
  EXPECT_TRUE(compared().open_to_others);
  EXPECT_TRUE(compare_copy(at.key_store, at).same_place);
  EXPECT_TRUE(compare_copy(at.key_store / "sub", at).same_place);
  EXPECT_NE(compare_copy(folder.path() / "none", at).failure, "");
}

TEST_F(key_copies_look, tells_a_neighbour_from_a_child) {
  EXPECT_TRUE(lies_in("/srv/data/keys", "/srv/data"));
  EXPECT_TRUE(lies_in("/srv/data", "/srv/data"));
  EXPECT_FALSE(lies_in("/srv/database", "/srv/data"));
  EXPECT_FALSE(lies_in("/srv", "/srv/data"));
}

}
}
