// SPDX-License-Identifier: Apache-2.0
#include "projections/runtime/verify_journal.hpp"

#include "actors/claim.hpp"
#include "crypto/random.hpp"
#include "events/client.hpp"
#include "storage/failure.hpp"
#include "storage/sealer.hpp"
#include "tests/support/journal_writer.hpp"
#include "tests/support/user_facts.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <set>
#include <thread>

namespace muniment {
namespace {

using namespace test;
using sentences = std::vector<std::string>;

/// A workspace of people with claims and keys.
class verifying_a_journal : public testing::Test {
protected:
  void SetUp() override {
    // The bodies that `journal_writer` makes name no journal.
    edit("head", "journal_id = '" + to_string(uuid{}) + '\'', "true");
    for (const std::uint16_t user : {1, 2, 3})
      enter(user);
    auto client = sample<client::registered>();
    client.client_id = "shop";
    append({in_stream(id_of(9), client)},
           {claim_row(public_claim(claim_kind::client_id, "shop"), id_of(9))});
    append({disabled(2), signed_in(8)});
  }

  static bytes digest_of(std::uint16_t user) {
    bytes made(32, static_cast<std::uint8_t>(user));
    made.front() = static_cast<std::uint8_t>(user >> 8);
    return made;
  }

  static storage::claim_row claim_row(const claim& of, const uuid& stream) {
    return {static_cast<std::int16_t>(of.kind), of.digest, stream};
  }

  void append(const std::vector<fact_of>& facts,
              const std::vector<storage::claim_row>& taken = {}) {
    auto part = journal.part_of(facts);
    part.claims_taken = taken;
    ASSERT_EQ(hub.commit({&part, 1}).parts.front().verdict, storage::part_verdict::committed);
  }

  /// Somebody with a user name, whose digest is sealed under the one key there is.
  void enter(std::uint16_t user) {
    auto fact = sample<user::registered<stored>>();
    const auto seal = storage::sealer(key, {uuid{}, user::category, id_of(user), 1});
    fact.user_name_digest.box = seal("user_name_digest", bytes_view{pack(digest_of(user))});
    fact.email_digest.reset();
    append({in_stream(id_of(user), fact)},
           {claim_row({claim_kind::user_name, digest_of(user)}, id_of(user))});
  }

  journal_report report(const replay_options& options = {}) {
    return verify_journal(
        database.pool(), schema,
        [this](const uuid& subject) {
          return gone.contains(subject) ? storage::shared_key{} : key;
        },
        options);
  }

  std::string in_schema(const std::string& table) const { return schema.text() + '.' + table; }
  void edit(const std::string& table, const std::string& set, const std::string& where) {
    database.execute("UPDATE " + in_schema(table) + " SET " + set + " WHERE " + where);
  }
  void remove(const std::string& table, const std::string& where) {
    database.execute("DELETE FROM " + in_schema(table) + " WHERE " + where);
  }
  void move(const std::string& from, const std::string& to, const std::string& where) {
    database.execute("WITH moved AS (DELETE FROM " + in_schema(from) + " WHERE " + where +
                     " RETURNING *) INSERT INTO " + in_schema(to) + " SELECT * FROM moved");
  }
  /// What disabled user 2 once more, so many versions later in its stream.
  void invent(const std::string& table, std::int64_t position, int versions_later = 1) {
    database.execute("INSERT INTO " + in_schema(table) + " SELECT " + std::to_string(position) +
                     ", recorded_at, version + " + std::to_string(versions_later) +
                     ", category, type, stream, actor, command, body FROM " + in_schema("events") +
                     " WHERE position = 5");
  }
  /// Disabled and enabled often enough to have so many events.
  void fill(std::uint64_t events) {
    std::vector<fact_of> facts;
    while (journal.position() + facts.size() < events)
      facts.push_back(facts.size() % 2 ? disabled(1) : enabled(1));
    append(facts);
  }

  journal_database& database = shared_database();
  storage::schema_name schema = database.workspace();
  journal_writer journal{database, schema};
  storage::hub_connection hub{database.hub_dsn()};
  storage::shared_key key = std::make_shared<const crypto::sealing_key>(
      crypto::random_secret(crypto::sealing_key::secret_size).reveal());
  std::set<uuid> gone;
};

TEST_F(verifying_a_journal, finds_nothing_where_nothing_is_wrong) {
  fill(600);
  const auto found = report();
  EXPECT_EQ(found.differences, sentences{});
  EXPECT_TRUE(found.equal());
  EXPECT_EQ(found.position, 600U);
  EXPECT_EQ(found.tiles, 2U);
  EXPECT_EQ(found.claims, 4U);
}

TEST_F(verifying_a_journal, finds_nothing_in_an_empty_one) {
  schema = database.workspace();
  const auto found = report();
  EXPECT_TRUE(found.equal()) << found.differences.at(0);
  EXPECT_EQ(found.position, 0U);
}

TEST_F(verifying_a_journal, finds_each_edited_column) {
  const std::pair<const char*, const char*> edits[]{
      {"recorded_at", "recorded_at + interval '1 microsecond'"},
      {"version", "version + 5"},
      {"category", "category + 1"},
      {"type", "type + 1"},
      {"stream", "gen_random_uuid()"},
      {"actor", "gen_random_uuid()"},
      {"command", "gen_random_uuid()"}};
  for (const std::string table : {"events", "traffic"}) {
    const auto at = table == "events" ? "5" : "6";
    for (const auto& [column, value] : edits) {
      const std::string name{column};
      database.execute("CREATE TABLE " + in_schema("kept") + " AS SELECT * FROM " +
                       in_schema(table));
      edit(table, name + " = " + value, "position = " + std::string{at});
      EXPECT_EQ(report().differences, sentences{std::string{"position "} + at + ": column " + name +
                                                " is not what the body says"});
      remove(table, "true");
      database.execute("INSERT INTO " + in_schema(table) + " SELECT * FROM " + in_schema("kept") +
                       "; DROP TABLE " + in_schema("kept"));
    }
  }
}

/// Where the host does not look for it: the user is no longer disabled, the session not begun.
TEST_F(verifying_a_journal, finds_an_event_that_was_moved_to_the_other_table) {
  fill(5'000);
  move("events", "traffic", "position IN (5, 4096, 4097)");
  EXPECT_EQ(report().differences,
            (sentences{"position 5 stands in traffic and belongs in events",
                       "position 4096 stands in traffic and belongs in events",
                       "position 4097 stands in traffic and belongs in events"}));
  move("traffic", "events", "true");
  EXPECT_EQ(report().differences, sentences{"position 6 stands in events and belongs in traffic"});
  move("events", "traffic", "position = 6");
  EXPECT_TRUE(report().equal());
}

/// Its last octets belong to a key's commitment, of which no column is an extract.
TEST_F(verifying_a_journal, finds_an_edited_body_by_its_hash) {
  fill(300);
  edit("events", "body = set_byte(body, length(body) - 1, get_byte(body, length(body) - 1) # 1)",
       "position = 1");
  EXPECT_EQ(report().differences,
            (sentences{"tile 0/0 holds another hash than the body at position 1 has",
                       "the head's frontier is not that of the bodies"}));
}

TEST_F(verifying_a_journal, finds_an_edited_body_behind_the_last_tile) {
  edit("traffic", "body = body || 'x'::bytea", "position = 6");
  EXPECT_EQ(report().differences, (sentences{"position 6: the body cannot be read",
                                             "the head's frontier is not that of the bodies"}));
}

TEST_F(verifying_a_journal, finds_an_edited_frontier) {
  edit("head", "frontier = set_byte(frontier, 20, get_byte(frontier, 20) # 1)", "true");
  EXPECT_EQ(report().differences, sentences{"the head's frontier is not that of the bodies"});
}

TEST_F(verifying_a_journal, finds_edited_missing_and_invented_tiles) {
  fill(600);
  edit("tiles", "hashes = set_byte(hashes, 32 * 3, get_byte(hashes, 32 * 3) # 1)",
       "index = 1 AND half = 1");
  EXPECT_EQ(report().differences,
            sentences{"tile 0/1 holds another hash than the body at position 388 has"});
  remove("tiles", "index = 1 AND half = 1");
  EXPECT_EQ(report().differences, sentences{"tile 0/1 is not whole"});
  remove("tiles", "index = 1");
  EXPECT_EQ(report().differences, sentences{"tile 0/1 is missing"});
  edit("tiles", "index = 7", "index = 0");
  EXPECT_EQ(report().differing, 2U);
  database.execute("INSERT INTO " + in_schema("tiles") + " SELECT level, i, half, hashes FROM " +
                   in_schema("tiles") + ", generate_series(8, 10) i");
  EXPECT_EQ(report().differences,
            (sentences{"tile 0/0 is missing", "tile 0/1 is missing",
                       "4 halves of tiles are stored that no event completes"}));
}

TEST_F(verifying_a_journal, finds_an_edited_tile_of_tiles) {
  while (journal.position() < 65'536)
    fill(std::min<std::uint64_t>(journal.position() + 9'000, 65'536));
  EXPECT_EQ(report().tiles, 257U);
  edit("tiles", "hashes = set_byte(hashes, 0, get_byte(hashes, 0) # 1)", "level = 1 AND half = 0");
  EXPECT_EQ(report().differences, sentences{"tile 1/0 is not that of the tiles below it"});
}

TEST_F(verifying_a_journal, finds_missing_positions) {
  remove("events", "position IN (2, 3)");
  EXPECT_EQ(report().differences.front(), "positions 2 to 3 are missing");
  remove("traffic", "position = 6");
  EXPECT_EQ(report().differences.at(1), "position 6 is missing");
}

TEST_F(verifying_a_journal, finds_a_position_that_stands_twice) {
  invent("traffic", 5, 0);
  const auto found = report().differences; // of the two rows either may come first
  EXPECT_EQ((std::set<std::string>{found.begin(), found.end()}),
            (std::set<std::string>{"position 5 stands in traffic and belongs in events",
                                   "position 5 stands twice"}));
}

/// Streams are read without a look at positions.
TEST_F(verifying_a_journal, finds_what_stands_before_the_first_position) {
  invent("events", 0);
  EXPECT_EQ(report().differences, sentences{"position 0 stands before the first"});
  invent("events", -1, 2);
  invent("events", std::numeric_limits<std::int64_t>::min(), 3);
  EXPECT_EQ(report().differences,
            (sentences{"position -9223372036854775808 stands before the first",
                       "positions -1 to 0 stand before the first"}));
}

TEST_F(verifying_a_journal, finds_what_stands_in_a_partition_before_the_first) {
  database.execute("CREATE TABLE " + in_schema("traffic_0") + " PARTITION OF " +
                   in_schema("traffic") + " FOR VALUES FROM (MINVALUE) TO (1)");
  EXPECT_TRUE(report().equal()) << "it is empty";
  invent("traffic", -2);
  invent("events", -2);
  EXPECT_EQ(report().differences, sentences{"position -2 stands before the first"});
}

TEST_F(verifying_a_journal, tells_where_each_invented_event_stands) {
  invent("traffic", 7, 0);
  invent("events", 9);
  invent("events", std::numeric_limits<std::int64_t>::max(), 2);
  EXPECT_EQ(report().differences,
            (sentences{"position 7 stands behind the head", "position 9 stands behind the head",
                       "position 9223372036854775807 stands behind the head"}));
}

TEST_F(verifying_a_journal, finds_what_stands_behind_the_head) {
  fill(8);
  edit("head", "position = 6", "true");
  database.execute("INSERT INTO " + in_schema("idempotency") +
                   " VALUES ('a', 'b', 7, 'c', now() + interval '1 hour')");
  const auto found = report();
  EXPECT_EQ(found.differences,
            (sentences{"the head's frontier is not that of the bodies",
                       "positions 7 to 8 stand behind the head",
                       "1 remembered outcomes of commands stand behind the head"}));
}

TEST_F(verifying_a_journal, finds_a_head_of_another_journal) {
  edit("head", "journal_id = gen_random_uuid()", "true");
  EXPECT_EQ(report().differences,
            sentences{"position 1: the body is of another journal than the head says"});
}

/// It would take some thousand years page by page.
TEST_F(verifying_a_journal, ends_though_the_head_says_too_much) {
  edit("head", "position = 9223372036854775807", "true");
  EXPECT_EQ(report().differences, sentences{"positions 7 to 9223372036854775807 are missing"});
  invent("events", 1'000'000'000'000'000'000);
  EXPECT_EQ(report().differences,
            (sentences{"positions 7 to 999999999999999999 are missing",
                       "position 1000000000000000000: column position is not what the body says",
                       "positions 1000000000000000001 to 9223372036854775807 are missing"}));
}

TEST_F(verifying_a_journal, finds_claims_that_are_gone_moved_and_invented) {
  const auto two = to_string(id_of(2)), three = to_string(id_of(3));
  remove("claims", "stream = '" + two + '\'');
  EXPECT_EQ(report().differences,
            sentences{"the user_name that " + two + " declares is claimed by nobody"});
  edit("claims", "stream = '" + two + '\'', "stream = '" + three + '\'');
  EXPECT_EQ(report().differences,
            (sentences{"the user_name that " + two + " declares is claimed by nobody",
                       "the user_name that " + three + " declares is claimed by " + two}));
  edit("claims", "digest = '\\x0202'", "stream = '" + two + '\'');
  EXPECT_EQ(report().differences.back(), two + " holds a user_name that no event declares");
  remove("claims", "kind = 3");
  const auto found = report();
  const auto of_client =
      "the client_id that " + to_string(id_of(9)) + " declares is claimed by nobody";
  EXPECT_EQ(std::ranges::count(found.differences, of_client), 1);
}

TEST_F(verifying_a_journal, wants_no_claims_of_the_erased) {
  append({erased(2)});
  gone.insert(id_of(2));
  EXPECT_EQ(report().differences,
            sentences{to_string(id_of(2)) + " holds a user_name that no event declares"});
  remove("claims", "stream = '" + to_string(id_of(2)) + '\'');
  EXPECT_TRUE(report().equal());
}

TEST_F(verifying_a_journal, tells_of_a_key_that_nobody_erased) {
  gone.insert(id_of(2));
  EXPECT_EQ(report().differences,
            sentences{"the key of " + to_string(id_of(2)) + " is gone, and no event erased it"});
}

TEST_F(verifying_a_journal, tells_of_a_box_that_does_not_open) {
  key = std::make_shared<const crypto::sealing_key>(
      crypto::random_secret(crypto::sealing_key::secret_size).reveal());
  const auto found = report();
  EXPECT_EQ(found.differences.front(),
            "the user_name that " + to_string(id_of(1)) + " declares cannot be opened");
}

/// The key goes when the journal has been read and before it is asked for.
TEST_F(verifying_a_journal, lets_somebody_be_erased_meanwhile) {
  const auto found =
      verify_journal(database.pool(), schema, [&](const uuid& subject) -> storage::shared_key {
        if (subject != id_of(2)) return key;
        append({erased(2)});
        return nullptr;
      });
  EXPECT_EQ(found.differences, sentences{});
  EXPECT_EQ(found.position, 6U);
}

TEST_F(verifying_a_journal, is_not_disturbed_by_a_writer) {
  std::jthread writer{[this](const std::stop_token& over) {
    for (std::uint16_t user = 100; !over.stop_requested() && user < 5'000; ++user)
      enter(user);
  }};
  std::uint64_t before = 0;
  for (int round = 0; round < 5; ++round) {
    const auto found = report();
    EXPECT_EQ(found.differences, sentences{});
    EXPECT_GE(found.position, before);
    EXPECT_EQ(found.claims, found.position - 2) << "as of one moment";
    before = found.position;
  }
  EXPECT_GT(before, 6U) << "somebody wrote";
}

TEST_F(verifying_a_journal, keeps_to_its_memory_and_can_be_cancelled) {
  using reason = replay_error::reason;
  const auto why = [this](const replay_options& options) {
    try {
      report(options);
    } catch (const replay_error& error) {
      return error.why();
    }
    return reason::differs;
  };
  EXPECT_EQ(why({.most_rows = 7}), reason::too_many_rows);
  EXPECT_TRUE(report({.most_rows = 8}).equal());
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(why({.stop = stop.get_token()}), reason::cancelled);
}

TEST_F(verifying_a_journal, says_how_far_it_is) {
  std::set<std::string_view> stages;
  replay_progress last;
  replay_options options;
  options.progress = [&](const replay_progress& now) {
    stages.insert(now.stage);
    last = now;
  };
  report(options);
  EXPECT_EQ(stages, (std::set<std::string_view>{"read", "claims"}));
  EXPECT_EQ(last.done, 6U);
  EXPECT_EQ(last.total, 6U);
}

TEST_F(verifying_a_journal, tells_only_of_the_first_of_many) {
  fill(300);
  edit("events", "type = type + 1", "position > 6");
  const auto found = report();
  EXPECT_EQ(found.differing, 294U);
  EXPECT_EQ(found.differences.size(), journal_report::most_told);
}

}
}
