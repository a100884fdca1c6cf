// SPDX-License-Identifier: Apache-2.0
#include "events/codec/body.hpp"
#include "events/user.hpp"
#include "storage/key_store.hpp"
#include "storage/keyring.hpp"
#include "storage/sealer.hpp"
#include "tests/support/disk_search.hpp"
#include "tests/support/given.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/support/workspace_cluster.hpp"

#include <gtest/gtest.h>

#include <set>

/// Nothing on disk holds personal plaintext, ever: looked for in data directory, WAL, log and key
/// store while the people are alive, by a search that is shown to find.
namespace muniment::storage {
namespace {

const crypto::secret_bytes strings_master{bytes(32, 0x4d)};
const std::chrono::sys_days monday{std::chrono::days{20'500}};

std::vector<std::string> seeded_strings() {
  std::vector<std::string> names;
  for (int n = 0; n < 20; ++n)
    names.push_back("Wilhelmina Featherstonehaugh " + std::to_string(100 + 37 * n));
  return names;
}

user::registered<opened> person(const std::string& name) {
  user::registered<opened> fact;
  fact.user_name = plain<std::string>{name};
  fact.user_name_digest = plain<bytes>{bytes(32, 1)};
  fact.email = plain<std::string>{name + "@example.org"};
  fact.display_name = plain<std::string>{"The Honourable " + name};
  return fact;
}

class personal_strings : public testing::Test {
protected:
  using cluster_type = test::workspace_cluster;

  uuid subject_of(std::size_t n) const {
    uuid id;
    id.octets[0] = static_cast<std::uint8_t>(n + 1);
    return id;
  }

  envelope around(const sealing_place& place) const {
    envelope at;
    at.journal = place.journal;
    at.category = place.category;
    at.stream = place.stream;
    at.version = place.version;
    at.type = user::registered<stored>::type;
    at.type_version = user::registered<stored>::version;
    return at;
  }

  /// Everybody registers, with name and address sealed as the host seals them.
  void register_sealed() {
    const auto store = key_store::open(folder.path() / "keys", strings_master);
    key_changes changes;
    auto ring =
        keyring::create(cluster_type::journal(), store.current(), cluster.key_loader(), changes);
    std::vector<bytes> bodies;
    for (std::size_t n = 0; n < names.size(); ++n) {
      const sealing_place place{cluster_type::journal(), user::category, subject_of(n), 1};
      auto fact = person(names[n]);
      fact.subject_key = ring.create_subject(changes, place.stream);
      const auto key = ring.subject_key(changes, place.stream);
      auto at = around(place);
      at.access = seal_access(*ring.access_key(changes, monday, place.stream), place, monday,
                              {"192.0.2.1", names[n]});
      bodies.push_back(encode_body(at, pack_event(sealed_form(fact, sealer(key, place)))));
    }
    cluster.append(bodies, changes);
    ring.committed(changes);
    read_back(ring);
  }

  /// What was appended is the people, so that finding nothing means something.
  void read_back(keyring& ring) {
    const auto bodies = cluster.bodies();
    ASSERT_EQ(bodies.size(), names.size());
    for (std::size_t n = 0; n < bodies.size(); ++n) {
      const auto record = decode_body(bodies[n]).value();
      const auto fact = decode_fact<user::event<stored>>(record).value();
      const sealing_place place{record.at().journal, user::category, record.at().stream, 0};
      const auto key = ring.find_subject_key(record.at().stream);
      EXPECT_EQ(opened_form(std::get<user::registered<stored>>(fact), opener(key, place))
                    .user_name.reveal(),
                names[n]);
    }
  }

  /// The same with sealing switched off.
  void register_unsealed() {
    std::vector<bytes> bodies;
    for (std::size_t n = 0; n < names.size(); ++n) {
      const sealing_place place{cluster_type::journal(), user::category, subject_of(n), 1};
      bodies.push_back(encode_body(
          around(place), pack_event(sealed_form(person(names[n]), test::transparent_seal))));
    }
    cluster.append(bodies, {});
  }

  std::vector<test::disk_hit> search() {
    cluster.execute("CHECKPOINT");
    return test::search_disk(folder.path(), names);
  }

  static std::set<std::string> texts(const std::vector<test::disk_hit>& hits) {
    std::set<std::string> found;
    for (const auto& hit : hits)
      found.insert(hit.text);
    return found;
  }

  test::temporary_directory folder;
  cluster_type cluster{folder.path() / "live"};
  const std::vector<std::string> names = seeded_strings();
};

TEST_F(personal_strings, are_nowhere_on_disk_while_their_people_are_alive) {
  register_sealed();
  for (const auto& hit : search())
    ADD_FAILURE() << hit.text << " as " << hit.spelling << " in " << hit.file;
}

TEST_F(personal_strings, are_all_found_in_table_and_wal_when_sealing_is_switched_off) {
  register_unsealed();
  const auto hits = search();
  EXPECT_EQ(texts(hits), std::set<std::string>(names.begin(), names.end()));
  const auto in = [&](const char* part) {
    return std::ranges::any_of(hits, [&](const test::disk_hit& hit) {
      return hit.file.string().find(part) != std::string::npos;
    });
  };
  EXPECT_TRUE(in("/base/"));
  EXPECT_TRUE(in("/pg_wal/"));
}

TEST_F(personal_strings, are_found_in_a_log_line) {
  register_sealed();
  cluster.execute("DO $$ BEGIN RAISE LOG '" + names[3] + "'; END $$");
  EXPECT_EQ(texts(search()), std::set{names[3]});
}

}
}
