// SPDX-License-Identifier: Apache-2.0
#include "ops/doctor/keys_look.hpp"

#include "crypto/encoding.hpp"
#include "storage/key_wrapping.hpp"
#include "tests/support/examined_deployment.hpp"
#include "tests/support/files.hpp"
#include "tests/support/heard.hpp"

namespace muniment::doctor {
namespace {

namespace fs = std::filesystem;

class keys_look : public testing::Test {
protected:
  test::heard looked() const {
    test::heard heard;
    look_at_keys(deployment.at, heard);
    return heard;
  }
  void keep_key(const storage::schema_name& schema, const storage::era& under) const {
    const auto row = storage::wrap(*under.key, test::fresh_id(),
                                   storage::sole_key_id(storage::key_kind::workspace),
                                   {1, under.number}, bytes(32, 5));
    deployment.database.execute("DELETE FROM " + schema.text() + ".keys; INSERT INTO " +
                                schema.text() +
                                ".keys VALUES (1, 0, '00000000-0000-0000-0000-000000000000', '\\x" +
                                crypto::hex_encode(row.wrapped) + "')");
  }

  test::examined_deployment deployment;
};

TEST_F(keys_look, finds_a_new_store_well_while_it_is_held) {
  const auto held = deployment.keys();
  const auto heard = looked();
  for (const auto* check : {"master key", "era key", "roll", "workspaces", "dumps"})
    EXPECT_EQ(heard.verdict_of(check), verdict::ok) << heard.about(check).found;
  EXPECT_EQ(heard.verdict_of("key store"), verdict::warning) << "it lies in the data directory";
  EXPECT_EQ(heard.verdict_of("copies"), verdict::warning) << "none is named";
}

TEST_F(keys_look, makes_nothing) {
  const auto heard = looked();
  EXPECT_EQ(heard.verdict_of("key store"), verdict::failed);
  EXPECT_FALSE(fs::exists(deployment.at.key_store));
}

TEST_F(keys_look, wants_a_master_key_of_its_owner_alone_and_the_right_one) {
  static_cast<void>(deployment.keys());
  fs::permissions(deployment.at.master_key, fs::perms{0644});
  EXPECT_EQ(looked().verdict_of("master key"), verdict::failed);
  fs::remove(deployment.at.master_key);
  EXPECT_EQ(looked().verdict_of("master key"), verdict::failed);
  EXPECT_TRUE(looked().says("master key", "restore it"));
  EXPECT_FALSE(looked().says("master key", "openssl rand")) << "a new one opens nothing";
  storage::write_new_master_key(deployment.at.master_key);
  EXPECT_TRUE(looked().says("key store", "another master key"));
  test::write_file(deployment.at.master_key, bytes(31, 1));
  fs::permissions(deployment.at.master_key, fs::perms{0400});
  EXPECT_TRUE(looked().says("master key", "does not hold a master key"));
}

TEST_F(keys_look, knows_a_master_key_that_systemd_hands_to_the_server) {
  static_cast<void>(deployment.keys());
  const test::temporary_directory systemd;
  const auto given = systemd.path() / "master.key";
  deployment.at.given_master_key = given;
  deployment.at.master_key_drop_in = systemd.path() / "master-key.conf";
  fs::rename(deployment.at.master_key, given);
  EXPECT_EQ(looked().verdict_of("master key"), verdict::ok);
  EXPECT_TRUE(looked().says("master key", given.string()));
  EXPECT_EQ(looked().verdict_of("era key"), verdict::ok) << "it was tried";
  fs::remove(given);
  EXPECT_EQ(looked().verdict_of("master key"), verdict::failed) << "nothing tells of a unit's";
  test::write_file(deployment.at.master_key_drop_in, bytes{'\n'});
  EXPECT_EQ(looked().verdict_of("master key"), verdict::warning) << "the server rests";
  EXPECT_FALSE(looked().says("master key", "restore it"));
}

TEST_F(keys_look, wants_a_store_that_others_cannot_enter) {
  static_cast<void>(deployment.keys());
  fs::permissions(deployment.at.key_store, fs::perms{0755});
  EXPECT_EQ(looked().verdict_of("key store"), verdict::failed);
}

TEST_F(keys_look, wants_an_era) {
  static_cast<void>(deployment.keys());
  fs::remove(deployment.at.key_store / "era-1.key");
  EXPECT_EQ(looked().verdict_of("era key"), verdict::failed);
}

TEST_F(keys_look, sees_a_roll_under_way) {
  deployment.keys().begin_roll();
  EXPECT_EQ(looked().verdict_of("roll"), verdict::warning);
}

TEST_F(keys_look, sees_whether_database_and_store_belong_together) {
  auto store = deployment.keys();
  const auto schema = deployment.database.workspace();
  keep_key(schema, store.current());
  EXPECT_EQ(looked().verdict_of("workspaces"), verdict::ok);
  keep_key(schema, {7, store.current().key});
  EXPECT_EQ(looked().verdict_of("workspaces"), verdict::failed);
  deployment.database.execute("UPDATE " + schema.text() + ".keys SET wrapped = '\\x00'");
  EXPECT_EQ(looked().verdict_of("workspaces"), verdict::failed);
}

TEST_F(keys_look, misses_the_dump_of_a_workspace_older_than_the_roll) {
  const auto schema = deployment.database.workspace();
  deployment.database.execute(
      "UPDATE muniment.workspaces SET created_at = now() - interval '1 day'");
  auto store = deployment.keys();
  store.begin_roll();
  keep_key(schema, store.current());
  EXPECT_EQ(looked().verdict_of("dumps"), verdict::failed);
  store.write_dump(schema.workspace(), test::fresh_id()).finish();
  EXPECT_EQ(looked().verdict_of("dumps"), verdict::ok);
  store.finish_roll(std::vector{schema.workspace()});
  EXPECT_EQ(looked().verdict_of("dumps"), verdict::ok);
}

TEST_F(keys_look, compares_copies) {
  static_cast<void>(deployment.keys());
  const test::temporary_directory other;
  const auto copy = other.path() / "copy";
  deployment.at.key_copies = {copy};
  EXPECT_EQ(looked().verdict_of("copies"), verdict::failed);
  fs::copy(deployment.at.key_store, copy);
  fs::permissions(copy, fs::perms{0700});
  EXPECT_EQ(looked().verdict_of("copies"), verdict::warning) << "on the same disk";
  EXPECT_TRUE(looked().says("copies", "same disk"));
}

}
}
