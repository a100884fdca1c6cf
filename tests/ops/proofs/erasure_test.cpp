// SPDX-License-Identifier: Apache-2.0
#include "events/codec/body.hpp"
#include "events/user.hpp"
#include "storage/child_process.hpp"
#include "storage/embedded_postgres.hpp"
#include "storage/key_dump.hpp"
#include "storage/master_key.hpp"
#include "storage/sealer.hpp"
#include "tests/support/key_attacker.hpp"
#include "tests/support/postgres.hpp"
#include "tests/support/running_server.hpp"

#include <pqxx/binarystring>
#include <pqxx/connection>
#include <pqxx/nontransaction>
#include <pqxx/result>

#include <algorithm>
#include <fstream>
#include <functional>
#include <optional>
#include <set>

/// Guarantee 7 on a running server: a base backup and WAL from before an erasure that was asked for
/// over the API, everything that lies about today, the master key, today's key store and dumps.
namespace muniment {
namespace {

namespace fs = std::filesystem;
using names = std::set<std::string>;

void take_copy(const fs::path& from, const fs::path& to) {
  const storage::child_program cp{.argv = {"/bin/cp", "-a", from.string(), to.string()}};
  // Temporary files of a running PostgreSQL vanish meanwhile; what is missing shows later.
  storage::run(cp, std::chrono::seconds{60});
}

bytes bytes_from(const pqxx::field& field) {
  const pqxx::binarystring data{field};
  return {data.begin(), data.end()};
}

/// What a superuser reads in a cluster.
class reader {
public:
  explicit reader(const std::string& dsn) : session_{dsn} {}

  void give_rows_to(test::key_attacker& attacker) {
    for (const auto& place : places()) {
      std::vector<storage::key_row> rows;
      for (const auto& row : ask("SELECT kind, bucket, id, wrapped FROM " + place.first + ".keys"))
        rows.push_back({row[0].as<std::int16_t>(), row[1].as<std::int16_t>(),
                        uuid::parse(row[2].as<std::string>()).value(), bytes_from(row[3])});
      attacker.take_rows(place.second, rows);
    }
  }

  /// The bodies of all facts of all workspaces.
  std::vector<bytes> facts() {
    std::vector<bytes> found;
    for (const auto& place : places())
      for (const auto& row : ask("SELECT body FROM " + place.first + ".events"))
        found.push_back(bytes_from(row[0]));
    return found;
  }

  pqxx::result ask(const std::string& sql) { return pqxx::nontransaction{session_}.exec(sql); }

private:
  std::vector<std::pair<std::string, uuid>> places() {
    std::vector<std::pair<std::string, uuid>> found;
    for (const auto& row : ask("SELECT schema, journal_id FROM muniment.workspaces"))
      found.emplace_back(row[0].as<std::string>(), uuid::parse(row[1].as<std::string>()).value());
    return found;
  }

  pqxx::connection session_;
};

/// An online base backup with the WAL of its time, as pg_basebackup makes it: of `from` into `to`.
void back_up(const std::string& dsn, const fs::path& from, const fs::path& to) {
  fs::create_directories(to);
  fs::permissions(to, fs::perms(0711));
  pqxx::connection session{dsn};
  pqxx::nontransaction on{session};
  on.exec("SELECT pg_backup_start('proof', true)");
  take_copy(from / "postgres", to / "postgres");
  const auto label = on.exec1("SELECT labelfile FROM pg_backup_stop(false)")[0].as<std::string>();
  take_copy(from / "postgres/pg_wal/.", to / "postgres/pg_wal");
  take_copy(from / "postgres.pgpass", to / "postgres.pgpass");
  std::ofstream{to / "postgres/backup_label"} << label;
  // PostgreSQL, which may run as another account than we do, opens it for writing.
  fs::permissions(to / "postgres/backup_label", fs::perms(0666));
  fs::remove(to / "postgres/postmaster.pid");
}

/// Whose names this attacker opens.
names opened_by(test::key_attacker& attacker, const std::vector<bytes>& facts) {
  names read;
  for (const auto& body : facts) {
    const auto record = decode_body(body).value();
    if (record.at().type != user::registered<stored>::type) continue;
    const auto fact = decode_fact<user::event<stored>>(record).value();
    const auto& name = std::get<user::registered<stored>>(fact).user_name.box;
    const sealing_place place{record.at().journal, user::category, record.at().stream,
                              sealed_version(name).value()};
    const auto packed = attacker.open(associated_data(place, "user_name"), unversioned(name));
    if (packed) read.insert(unpack<std::string>(bytes_view{*packed}).value());
  }
  return read;
}

class erasure_of_a_server : public testing::Test {
protected:
  void enter(const std::string& workspace, const std::string& name) {
    server.done({"user", "create", "-w", workspace, "--user-name", name});
  }

  void populate() {
    for (const auto& [workspace, people] : everybody_by_workspace) {
      server.done({"workspace", "create", workspace, "--algorithm", "ES256"});
      for (const auto& name : people)
        enter(workspace, name);
    }
    back_up(server.owner_dsn(), server.data(), backup);
    take_copy(server.keys(), kept_keys);
  }

  /// Who is read in `facts` by somebody with every row and octet there is and a key store.
  names readable(const std::vector<bytes>& facts, const fs::path& key_store) {
    test::key_attacker attacker{storage::master_key_from_file(server.data() / "master.key")};
    attacker.take_key_store(key_store);
    restored->give_rows_to(attacker);
    reader{server.owner_dsn()}.give_rows_to(attacker);
    attacker.take_raw_files(backup);
    attacker.take_raw_files(server.data() / "postgres");
    return opened_by(attacker, facts);
  }

  void restore() {
    cluster.emplace(storage::embedded_postgres::start(test::small_cluster(backup)));
    restored.emplace(cluster->dsn());
  }

  static names all_but(const std::string& gone) {
    names rest{"demo"};
    for (const auto& [workspace, people] : everybody_by_workspace)
      rest.insert(people.begin(), people.end());
    rest.erase(gone);
    return rest;
  }

  static inline const std::vector<std::pair<std::string, names>> everybody_by_workspace{
      {"acme", {"ada", "bob"}}, {"globex", {"cyd", "dan"}}};

  test::running_server server;
  const fs::path backup = server.folder.path() / "backup";
  const fs::path kept_keys = server.folder.path() / "kept-keys";
  std::optional<storage::embedded_postgres> cluster;
  std::optional<reader> restored;
};

TEST_F(erasure_of_a_server, is_final_in_an_older_backup_once_the_keys_are_rolled) {
  populate();
  const auto told = server.done({"user", "erase", "ada", "--yes", "-w", "acme", "--json"});
  EXPECT_TRUE(told.item().contains("copies_unreadable_by"));
  restore();
  const auto facts = restored->facts();
  // The control: an erasure without the rolls.
  EXPECT_EQ(readable(facts, server.keys()), all_but("nobody"));

  const auto rolled = server.done({"key", "roll", "--json"}).item();
  EXPECT_EQ(rolled.at("era"), 2);
  EXPECT_EQ(rolled.at("workspaces"), 4) << "system, demo, acme, globex";
  reader{server.owner_dsn()}.ask("CHECKPOINT");
  EXPECT_EQ(readable(facts, server.keys()), all_but("ada"));
  // The control: the same search, with the era key that was destroyed.
  EXPECT_EQ(readable(facts, kept_keys), all_but("nobody"));

  EXPECT_EQ(server.done({"user", "show", "bob", "-w", "acme", "--json"}).item().at("user_name"),
            "bob");
  server.kill();
  server.start();
  EXPECT_EQ(server.done({"user", "show", "dan", "-w", "globex", "--json"}).item().at("user_name"),
            "dan");
}

TEST_F(erasure_of_a_server, needs_the_dumps_for_whoever_restores_an_older_backup) {
  populate();
  server.done({"key", "roll"});
  restore();
  const auto with = [&](const fs::path& key_store) {
    test::key_attacker restorer{storage::master_key_from_file(server.data() / "master.key")};
    restorer.take_key_store(key_store);
    restored->give_rows_to(restorer);
    return opened_by(restorer, restored->facts());
  };
  EXPECT_EQ(with(server.keys()), all_but("nobody"));
  const auto bare = server.folder.path() / "bare";
  fs::create_directory(bare);
  take_copy(server.keys() / "era-2.key", bare);
  EXPECT_EQ(with(bare), names{});
}

/// How a key store stands, seen from outside.
struct standing {
  std::uint32_t newest = 0;
  std::size_t eras = 0;
  std::size_t dumps = 0; ///< under the newest era

  static standing of(const fs::path& directory) {
    standing seen;
    std::vector<std::uint32_t> dumped;
    for (const auto& entry : fs::directory_iterator(directory)) {
      const auto name = entry.path().filename().string();
      if (name.starts_with("era-") && name.ends_with(".key")) {
        ++seen.eras;
        seen.newest = std::max(seen.newest, static_cast<std::uint32_t>(std::stoul(name.substr(4))));
      }
      if (name.starts_with("dump-") && name.ends_with(".keys"))
        dumped.push_back(storage::era_of_key_dump(entry.path()));
    }
    seen.dumps = static_cast<std::size_t>(std::ranges::count(dumped, seen.newest));
    return seen;
  }
};

/// Looks again and again until it is so, for a minute at most.
bool comes(const fs::path& keys, const std::function<bool(const standing&)>& so) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::minutes{1};
  while (std::chrono::steady_clock::now() < until)
    if (so(standing::of(keys))) return true;
  return false;
}

TEST_F(erasure_of_a_server, is_final_even_if_the_server_is_killed_while_it_rolls) {
  populate();
  server.done({"user", "erase", "ada", "--yes", "-w", "acme"});
  restore();
  const auto facts = restored->facts();
  int interrupted = 0;
  for (std::size_t dumps = 0; dumps < 4; ++dumps) {
    const auto before = standing::of(server.keys()).newest;
    const auto asking = server.begin({"key", "roll"});
    ASSERT_TRUE(comes(server.keys(), [&](const standing& now) {
      return now.newest == before + 1 && now.dumps >= dumps;
    }));
    server.kill();
    if (standing::of(server.keys()).eras == 2) ++interrupted;
    server.start();
    asking->wait(); // It waits for a server; or the roll was the faster one.
    EXPECT_TRUE(comes(server.keys(), [&](const standing& now) {
      return now.eras == 1 && now.newest == before + 1 && now.dumps == 4;
    })) << "nobody asked for it again";
    EXPECT_EQ(server.done({"user", "show", "bob", "-w", "acme", "--json"}).item().at("user_name"),
              "bob");
  }
  EXPECT_GT(interrupted, 0) << "the server was never killed inside a roll";
  EXPECT_EQ(readable(facts, server.keys()), all_but("ada"));
}

}
}
