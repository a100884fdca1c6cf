// SPDX-License-Identifier: Apache-2.0
#include "storage/key_store.hpp"

#include "storage/key_error.hpp"
#include "tests/support/files.hpp"
#include "tests/support/key_samples.hpp"
#include "tests/support/refusal_text.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <sys/stat.h>
#include <unistd.h>

namespace muniment::storage {
namespace {

using test::journal;
using test::refusal_text;
using test::workspace;
using testing::HasSubstr;

const uuid other = test::id_of_octet(2);

class key_store_test : public testing::Test {
protected:
  key_store open(std::uint8_t master = 7) const {
    return key_store::open(directory, crypto::secret_bytes(bytes(32, master)));
  }
  std::string refusal(std::uint8_t master = 7) const {
    return refusal_text([&] { open(master); });
  }
  std::set<std::string> names() const {
    std::set<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(directory))
      found.insert(entry.path().filename().string());
    found.erase("lock");
    return found;
  }
  static void dump(const key_store& store, const uuid& of) {
    auto writer = store.write_dump(of, journal);
    writer.add(std::vector{key_row{1, 0, {}, {1, 2, 3}}});
    writer.finish();
  }

  test::temporary_directory folder;
  std::filesystem::path directory = folder.path() / "keys";
};

TEST_F(key_store_test, makes_the_first_era_and_keeps_it) {
  crypto::hash first;
  {
    const auto store = open();
    EXPECT_EQ(store.current().number, 1U);
    EXPECT_FALSE(store.retiring());
    first = store.current().key->commitment();
  }
  EXPECT_EQ(open().current().key->commitment(), first);
  EXPECT_EQ(names(), std::set<std::string>{"era-1.key"});
}

TEST_F(key_store_test, belongs_to_us_alone) {
  open();
  struct stat seen {};
  ASSERT_EQ(::stat(directory.c_str(), &seen), 0);
  EXPECT_EQ(seen.st_mode & 0777, 0700U);
  ASSERT_EQ(::stat((directory / "era-1.key").c_str(), &seen), 0);
  EXPECT_EQ(seen.st_mode & 0777, 0600U);
  ::chmod(directory.c_str(), 0750);
  EXPECT_THAT(refusal(), HasSubstr("can be entered by others"));
  ::chmod(directory.c_str(), 0700);
  if (::geteuid() != 0) return;
  ASSERT_EQ(::chown(directory.c_str(), 12345, static_cast<gid_t>(-1)), 0);
  EXPECT_THAT(refusal(), HasSubstr("belongs to another account"));
}

TEST_F(key_store_test, is_a_directory_in_a_directory) {
  test::write_file(directory, {});
  EXPECT_THAT(refusal(), HasSubstr("is not a directory"));
  EXPECT_THAT(refusal_text([&] {
                key_store::open(folder.path() / "none" / "keys", crypto::secret_bytes(bytes(32)));
              }),
              HasSubstr("cannot be made"));
}

TEST_F(key_store_test, serves_one_holder_at_a_time) {
  const auto store = open();
  EXPECT_EQ(refusal(), "the key store " + directory.string() + " is in use by process " +
                           std::to_string(::getpid()));
}

TEST_F(key_store_test, says_when_the_master_key_is_another) {
  open();
  EXPECT_THAT(refusal(8), HasSubstr("lies under another master key"));
  EXPECT_EQ(open().current().number, 1U);
}

TEST_F(key_store_test, says_when_an_era_key_is_damaged) {
  open();
  auto box = test::read_file(directory / "era-1.key").value();
  box.back() ^= 1;
  test::write_file(directory / "era-1.key", box);
  EXPECT_THAT(refusal(), HasSubstr("is damaged"));
  test::write_file(directory / "era-1.key", bytes_view{box}.first(40));
  EXPECT_THAT(refusal(), HasSubstr("is damaged"));
  test::write_file(directory / "era-1.key", bytes(box.size()));
  EXPECT_THAT(refusal(), HasSubstr("is damaged"));
}

TEST_F(key_store_test, an_era_cannot_take_another_number) {
  open();
  std::filesystem::rename(directory / "era-1.key", directory / "era-2.key");
  EXPECT_THAT(refusal(), HasSubstr("is damaged"));
}

TEST_F(key_store_test, a_lost_era_is_not_replaced) {
  dump(open(), workspace);
  std::filesystem::remove(directory / "era-1.key");
  EXPECT_THAT(refusal(), HasSubstr("has lost its era key"));
}

TEST_F(key_store_test, eras_that_do_not_follow_each_other_are_refused) {
  open();
  std::filesystem::copy(directory / "era-1.key", directory / "era-3.key");
  EXPECT_THAT(refusal(), HasSubstr("do not follow each other"));
  std::filesystem::rename(directory / "era-3.key", directory / "era-x.key");
  EXPECT_THAT(refusal(), HasSubstr("which is no era"));
}

TEST_F(key_store_test, rolls_from_one_era_to_the_next) {
  auto store = open();
  const auto first = store.current();
  dump(store, workspace);
  store.begin_roll();
  EXPECT_EQ(store.current().number, 2U);
  EXPECT_EQ(store.retiring()->key->commitment(), first.key->commitment());
  EXPECT_NE(store.current().key->commitment(), first.key->commitment());
  dump(store, workspace);
  store.finish_roll(std::vector{workspace});
  EXPECT_FALSE(store.retiring());
  EXPECT_EQ(store.eras().size(), 1U);
  EXPECT_EQ(names(),
            (std::set<std::string>{"era-2.key", "dump-" + to_string(workspace) + ".keys"}));
}

TEST_F(key_store_test, a_roll_survives_a_restart) {
  open().begin_roll();
  {
    auto store = open();
    EXPECT_EQ(store.current().number, 2U);
    EXPECT_EQ(store.retiring()->number, 1U);
    store.begin_roll();
    EXPECT_EQ(store.current().number, 2U);
    store.finish_roll({});
    store.finish_roll({});
  }
  EXPECT_EQ(open().current().number, 2U);
}

TEST_F(key_store_test, an_era_that_somebody_depends_on_is_not_destroyed) {
  auto store = open();
  dump(store, workspace);
  store.begin_roll();
  const auto fault = [&](const std::vector<uuid>& workspaces) -> std::optional<key_fault> {
    try {
      store.finish_roll(workspaces);
      return {};
    } catch (const key_error& error) {
      return error.fault();
    }
  };
  EXPECT_EQ(fault({}), key_fault::not_covered);
  EXPECT_EQ(fault({workspace}), key_fault::not_covered);
  dump(store, workspace);
  EXPECT_EQ(fault({workspace, other}), key_fault::not_covered);
  EXPECT_TRUE(store.retiring());
  EXPECT_TRUE(names().contains("era-1.key"));
  dump(store, other);
  EXPECT_EQ(fault({workspace, other}), std::nullopt);
  EXPECT_FALSE(names().contains("era-1.key"));
}

TEST_F(key_store_test, the_destroyed_key_is_overwritten_before_it_is_unlinked) {
  auto store = open();
  store.begin_roll();
  // A second name for the same blocks shows what is left in them.
  std::filesystem::create_hard_link(directory / "era-1.key", folder.path() / "blocks");
  store.finish_roll({});
  EXPECT_EQ(test::read_file(folder.path() / "blocks").value(), bytes(93));
}

TEST_F(key_store_test, a_destruction_that_was_interrupted_is_completed) {
  open().begin_roll();
  test::write_file(directory / "era-1.key", bytes(93));
  const auto store = open();
  EXPECT_EQ(store.current().number, 2U);
  EXPECT_FALSE(store.retiring());
  EXPECT_EQ(names(), std::set<std::string>{"era-2.key"});
}

TEST_F(key_store_test, half_written_files_are_swept_away) {
  open();
  test::write_file(directory / "era-2.key.new", bytes(50));
  test::write_file(directory / ("dump-" + to_string(workspace) + ".keys.new"), bytes(50));
  EXPECT_EQ(open().current().number, 1U);
  EXPECT_EQ(names(), std::set<std::string>{"era-1.key"});
}

TEST_F(key_store_test, a_dump_is_read_back_and_removed) {
  const auto store = open();
  EXPECT_EQ(store.dump_era(workspace), std::nullopt);
  EXPECT_THROW(store.read_dump(workspace, journal, [](auto) {}), key_error);
  dump(store, workspace);
  EXPECT_EQ(store.dump_era(workspace), 1U);
  std::vector<key_row> found;
  store.read_dump(workspace, journal, [&](std::vector<key_row> rows) { found = std::move(rows); });
  EXPECT_EQ(found, (std::vector{key_row{1, 0, {}, {1, 2, 3}}}));
  store.remove_dump(workspace);
  store.remove_dump(workspace);
  EXPECT_EQ(store.dump_era(workspace), std::nullopt);
}

TEST_F(key_store_test, a_dump_of_the_retiring_era_can_be_read_until_the_end) {
  auto store = open();
  dump(store, workspace);
  store.begin_roll();
  EXPECT_NO_THROW(store.read_dump(workspace, journal, [](auto) {}));
}

}
}
