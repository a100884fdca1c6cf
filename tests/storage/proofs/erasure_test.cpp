// SPDX-License-Identifier: Apache-2.0
#include "storage/key_store.hpp"
#include "storage/key_wrapping.hpp"
#include "storage/keyring.hpp"
#include "tests/support/files.hpp"
#include "tests/support/key_attacker.hpp"
#include "tests/support/key_table.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

/// Guarantee 7 on keys alone: what an erasure and the two rolls leave to somebody who kept a copy
/// of everything but the era key that was destroyed, and that stopping a roll anywhere changes
/// nothing.
namespace muniment::storage {
namespace {

namespace fs = std::filesystem;

const bytes place(3, 9), packed(20, 4);

/// One workspace of the deployment: its database and its people.
struct home {
  uuid workspace, journal;
  test::key_table table;
  std::vector<uuid> people;
  std::vector<bytes> boxes;
};

const crypto::secret_bytes& master() {
  static const crypto::secret_bytes key{bytes(32, 0x4d)};
  return key;
}

/// The deployment at rest: a key store directory and the databases. Copies are what a crash leaves.
struct deployment_at_rest {
  fs::path directory;
  std::vector<home> homes;

  /// The same in another directory, as a crash at this instant leaves it.
  deployment_at_rest copied_to(const fs::path& place) const {
    fs::copy(directory, place, fs::copy_options::recursive);
    fs::permissions(place, fs::perms::owner_all);
    return {place, homes};
  }
};

void dump(const key_store& store, const home& of) {
  auto writer = store.write_dump(of.workspace, of.journal);
  writer.add(of.table.all());
  writer.finish();
}

home populated(const key_store& store, std::uint8_t octet) {
  home made{test::id_of_octet(octet), test::id_of_octet(octet + 0x80), {}, {}, {}};
  key_changes changes;
  auto ring = keyring::create(made.journal, store.current(), made.table.loader(), changes);
  test::commit(made.table, ring, changes);
  for (int n = 0; n < 5; ++n) {
    key_changes own;
    made.people.push_back(test::subject_in_bucket(n < 4 ? 5 : 6, n));
    ring.create_subject(own, made.people.back());
    made.boxes.push_back(test::sealed_for(ring, own, made.people.back(), place, packed));
    test::commit(made.table, ring, own);
  }
  return made;
}

/// The roll as the runtime does it: each step may find itself done.
void roll(
    deployment_at_rest& at, const std::function<void()>& step = [] {}) {
  auto store = key_store::open(at.directory, master());
  step();
  store.begin_roll();
  step();
  std::vector<uuid> workspaces;
  for (auto& each : at.homes) {
    auto ring = keyring::wake(each.journal, store.eras(), each.table.loader());
    if (ring.era_number() != store.current().number)
      test::commit(each.table, ring, ring.roll_workspace_key(store.current()));
    step();
    if (store.dump_era(each.workspace) != store.current().number) dump(store, each);
    step();
    workspaces.push_back(each.workspace);
  }
  store.finish_roll(workspaces);
  step();
}

class erasure : public testing::Test {
protected:
  erasure() {
    const auto store = key_store::open(at.directory, master());
    for (const std::uint8_t octet : {1, 2})
      at.homes.push_back(populated(store, octet));
    for (const auto& each : at.homes)
      dump(store, each);
  }

  void erase(home& of, std::size_t person) {
    const auto store = key_store::open(at.directory, master());
    auto ring = keyring::wake(of.journal, store.eras(), of.table.loader());
    test::commit(of.table, ring, *ring.erase(of.people[person]));
  }

  /// Whom an attacker reads who has every row that ever was, the key store of today and, when
  /// given, another copy of it.
  static std::vector<bool> readable(const deployment_at_rest& now, const home& of,
                                    const fs::path& other_store = {}) {
    test::key_attacker attacker{master()};
    attacker.take_key_store(now.directory);
    if (!other_store.empty()) attacker.take_key_store(other_store);
    for (const auto& each : now.homes)
      attacker.take_rows(each.journal, each.table.history());
    return read_by(attacker, of);
  }

  static std::vector<bool> read_by(test::key_attacker& attacker, const home& of) {
    std::vector<bool> read;
    for (const auto& box : of.boxes)
      read.push_back(attacker.open(place, box) == packed);
    return read;
  }

  static std::vector<bool> all_but(std::size_t person) {
    std::vector<bool> read(5, true);
    read.at(person) = false;
    return read;
  }

  test::temporary_directory folder;
  deployment_at_rest at{folder.path() / "keys", {}};
  const std::vector<bool> everybody = std::vector<bool>(5, true);
  const std::vector<bool> nobody = std::vector<bool>(5, false);
};

TEST_F(erasure, after_both_rolls_no_copy_yields_the_erased_and_every_survivor_is_read) {
  erase(at.homes[0], 1);
  roll(at);
  EXPECT_EQ(readable(at, at.homes[0]), all_but(1));
  EXPECT_EQ(readable(at, at.homes[1]), everybody);
}

TEST_F(erasure, before_the_rolls_old_rows_still_yield_everybody) {
  erase(at.homes[0], 1);
  EXPECT_EQ(readable(at, at.homes[0]), everybody);
}

TEST_F(erasure, whoever_kept_the_old_key_store_reads_everybody) {
  const auto copy = at.copied_to(folder.path() / "kept");
  erase(at.homes[0], 1);
  roll(at);
  EXPECT_EQ(readable(at, at.homes[0], copy.directory), everybody);
}

// The workspace key must go too: moved to the new era, it still opens the old bucket key's row.
TEST_F(erasure, a_roll_of_the_era_alone_is_not_enough) {
  erase(at.homes[0], 1);
  auto store = std::optional{key_store::open(at.directory, master())};
  store->begin_roll();
  for (auto& each : at.homes) {
    const auto& row = each.table.live().at(sole_key_id(key_kind::workspace));
    const auto& to = store->current();
    each.table.apply(
        {{rewrap(*store->retiring()->key, *to.key, to.number, each.journal, row)}, {}, false});
    dump(*store, each);
  }
  store->finish_roll(std::vector{at.homes[0].workspace, at.homes[1].workspace});
  store.reset();
  EXPECT_EQ(readable(at, at.homes[0]), everybody);
  roll(at);
  EXPECT_EQ(readable(at, at.homes[0]), all_but(1));
}

TEST_F(erasure, an_old_backup_is_read_with_the_dump_and_by_nobody_without_it) {
  const auto backup = at.homes[0].table.all();
  erase(at.homes[0], 1);
  roll(at);
  const auto with = [&](const fs::path& store) {
    test::key_attacker restorer{master()};
    restorer.take_key_store(store);
    restorer.take_rows(at.homes[0].journal, backup);
    return read_by(restorer, at.homes[0]);
  };
  EXPECT_EQ(with(at.directory), all_but(1));
  const auto without_dumps = at.copied_to(folder.path() / "bare");
  for (const auto& each : at.homes)
    fs::remove(without_dumps.directory / ("dump-" + to_string(each.workspace) + ".keys"));
  EXPECT_EQ(with(without_dumps.directory), nobody);
}

TEST_F(erasure, without_the_master_key_nothing_opens) {
  test::key_attacker stranger{crypto::secret_bytes(bytes(32, 0x4e))};
  stranger.take_key_store(at.directory);
  stranger.take_rows(at.homes[0].journal, at.homes[0].table.history());
  EXPECT_EQ(read_by(stranger, at.homes[0]), nobody);
}

// Late for its own workspace's roll: the promise is the next one.
TEST_F(erasure, one_that_comes_between_the_rolls_is_final_after_the_next) {
  erase(at.homes[0], 1);
  auto store = std::optional{key_store::open(at.directory, master())};
  store->begin_roll();
  auto& first = at.homes[0];
  auto ring = keyring::wake(first.journal, store->eras(), first.table.loader());
  test::commit(first.table, ring, ring.roll_workspace_key(store->current()));
  test::commit(first.table, ring, *ring.erase(first.people[3]));
  store.reset();
  roll(at);
  EXPECT_EQ(readable(at, first), all_but(1));
  roll(at);
  auto both_gone = all_but(1);
  both_gone[3] = false;
  EXPECT_EQ(readable(at, first), both_gone);
}

/// The live system after a restart: whom the keyring itself opens.
std::vector<bool> alive(const deployment_at_rest& at, std::size_t which) {
  const auto store = key_store::open(at.directory, master());
  const auto& of = at.homes[which];
  auto table = of.table;
  auto ring = keyring::wake(of.journal, store.eras(), table.loader());
  std::vector<bool> read;
  for (std::size_t i = 0; i < of.people.size(); ++i)
    read.push_back(test::opened_for(ring, of.people[i], place, of.boxes[i]) == packed);
  return read;
}

TEST_F(erasure, a_roll_stopped_anywhere_ends_the_same) {
  erase(at.homes[0], 1);
  std::vector<deployment_at_rest> crashes;
  const auto crash = [&] {
    crashes.push_back(at.copied_to(folder.path() / ("crash-" + std::to_string(crashes.size()))));
  };
  crash();
  roll(at, crash);
  ASSERT_EQ(crashes.size(), 8U);

  // Inside the steps: a file half written beside, the old era overwritten and not unlinked.
  const auto half = crashes[1].copied_to(folder.path() / "half-era");
  test::write_file(half.directory / "era-2.key.new", bytes(40));
  const auto torn = crashes[3].copied_to(folder.path() / "half-dump");
  test::write_file(torn.directory / ("dump-" + to_string(at.homes[0].workspace) + ".keys.new"),
                   bytes(40));
  const auto blank = crashes[6].copied_to(folder.path() / "blank-era");
  ASSERT_TRUE(fs::exists(blank.directory / "era-1.key"));
  test::write_file(blank.directory / "era-1.key", bytes(93));
  crashes.insert(crashes.end(), {half, torn, blank});

  for (auto& each : crashes) {
    SCOPED_TRACE(each.directory.filename());
    EXPECT_EQ(alive(each, 0), all_but(1));
    EXPECT_EQ(alive(each, 1), everybody);
    roll(each);
    EXPECT_EQ(alive(each, 0), all_but(1));
    EXPECT_EQ(alive(each, 1), everybody);
    EXPECT_EQ(readable(each, each.homes[0]), all_but(1));
    EXPECT_EQ(readable(each, each.homes[1]), everybody);
    EXPECT_FALSE(fs::exists(each.directory / "era-1.key"));
  }
}

}
}
