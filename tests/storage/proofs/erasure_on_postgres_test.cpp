// SPDX-License-Identifier: Apache-2.0
#include "storage/key_store.hpp"
#include "storage/key_wrapping.hpp"
#include "storage/keyring.hpp"
#include "tests/support/key_attacker.hpp"
#include "tests/support/key_table.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/support/workspace_cluster.hpp"

#include <gtest/gtest.h>

#include <optional>

/// Guarantee 7 against real files: a backup of a real cluster from before an erasure, started
/// again, and every octet of that backup and of today's data directory, WAL included.
namespace muniment::storage {
namespace {

namespace fs = std::filesystem;

const bytes at_place(3, 9), as_packed(20, 4);
const crypto::secret_bytes master_of_cluster{bytes(32, 0x4d)};

class erasure_on_postgres : public testing::Test {
protected:
  using cluster_type = test::workspace_cluster;

  void write(keyring& ring, const key_changes& changes, const std::vector<bytes>& bodies = {}) {
    cluster.append(bodies, changes);
    ring.committed(changes);
  }

  void populate() {
    const auto store = key_store::open(keys, master_of_cluster);
    key_changes born;
    auto ring =
        keyring::create(cluster_type::journal(), store.current(), cluster.key_loader(), born);
    write(ring, born);
    key_changes changes;
    std::vector<bytes> boxes;
    for (int n = 0; n < 5; ++n) {
      people.push_back(test::subject_in_bucket(n < 4 ? 5 : 6, n));
      ring.create_subject(changes, people.back());
      boxes.push_back(test::sealed_for(ring, changes, people.back(), at_place, as_packed));
    }
    write(ring, changes, boxes);
    dump(store);
  }

  void dump(const key_store& store) {
    auto writer = store.write_dump(cluster_type::workspace(), cluster_type::journal());
    writer.add(cluster.all_keys());
    writer.finish();
  }

  void erase_and_roll(const uuid& person) {
    auto store = key_store::open(keys, master_of_cluster);
    auto ring = keyring::wake(cluster_type::journal(), store.eras(), cluster.key_loader());
    write(ring, *ring.erase(person));
    store.begin_roll();
    write(ring, ring.roll_workspace_key(store.current()));
    dump(store);
    store.finish_roll(std::vector{cluster_type::workspace()});
  }

  /// Whom somebody reads in the restored backup who has every file and row of these clusters and a
  /// key store.
  static std::vector<bool> readable(const fs::path& key_store_copy, cluster_type& restored,
                                    const std::vector<cluster_type*>& clusters) {
    test::key_attacker attacker{master_of_cluster};
    attacker.take_key_store(key_store_copy);
    for (auto* each : clusters) {
      attacker.take_rows(cluster_type::journal(), each->all_keys());
      attacker.take_raw_files(each->folder());
    }
    std::vector<bool> read;
    for (const auto& box : restored.bodies())
      read.push_back(attacker.open(at_place, box) == as_packed);
    return read;
  }

  test::temporary_directory folder;
  fs::path keys = folder.path() / "keys";
  cluster_type cluster{folder.path() / "live"};
  std::vector<uuid> people;
};

TEST_F(erasure_on_postgres, an_older_backup_yields_every_survivor_and_never_the_erased) {
  populate();
  cluster.copy_to(folder.path() / "backup");
  fs::copy(keys, folder.path() / "kept-keys", fs::copy_options::recursive);
  erase_and_roll(people[1]);
  cluster.execute("CHECKPOINT");

  cluster_type restored{folder.path() / "backup"};
  ASSERT_EQ(restored.bodies().size(), people.size());
  const std::vector survivors{true, false, true, true, true};
  EXPECT_EQ(readable(keys, restored, {&restored}), survivors); // By the dump.
  EXPECT_EQ(readable(keys, restored, {&restored, &cluster}), survivors);
  // The control: with the era key that was destroyed, the same search reads everybody.
  EXPECT_EQ(readable(folder.path() / "kept-keys", restored, {&restored}),
            std::vector<bool>(5, true));
}

// What the destroyed era protects: the erased key's row still lies in today's own files.
TEST_F(erasure_on_postgres, todays_files_still_hold_the_erased_row_and_only_the_era_key_kills_it) {
  populate();
  const auto names = cluster.all_keys();
  const auto boxes = cluster.bodies();
  fs::copy(keys, folder.path() / "kept-keys", fs::copy_options::recursive);
  erase_and_roll(people[1]);
  cluster.execute("CHECKPOINT");

  const auto reads = [&](const fs::path& store) {
    test::key_attacker attacker{master_of_cluster};
    attacker.take_key_store(store);
    // Only the names of rows: what is in them comes out of the files.
    auto named = names;
    for (auto& row : named)
      row.wrapped.assign(key_wrapping_header, 1);
    attacker.take_rows(cluster_type::journal(), named);
    attacker.take_raw_files(cluster.folder());
    return attacker.open(at_place, boxes[1]) == as_packed;
  };
  EXPECT_TRUE(reads(folder.path() / "kept-keys"));
  EXPECT_FALSE(reads(keys));
}

TEST_F(erasure_on_postgres, the_live_system_goes_on_for_the_survivors) {
  populate();
  erase_and_roll(people[1]);
  const auto store = key_store::open(keys, master_of_cluster);
  auto ring = keyring::wake(cluster_type::journal(), store.eras(), cluster.key_loader());
  const auto boxes = cluster.bodies();
  for (std::size_t n = 0; n < people.size(); ++n)
    EXPECT_EQ(test::opened_for(ring, people[n], at_place, boxes[n]) == as_packed, n != 1) << n;
}

}
}
