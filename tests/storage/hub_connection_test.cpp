// SPDX-License-Identifier: Apache-2.0
#include "storage/hub_connection.hpp"

#include "storage/failure.hpp"
#include "tests/support/hub_world.hpp"
#include "tests/support/wire_proxy.hpp"

#include <gtest/gtest.h>

#include <future>

namespace muniment::storage {
namespace {

using namespace test;
using enum part_verdict;

class hub : public hub_world {};

TEST_F(hub, appends_facts_and_traffic_and_derives_the_position) {
  const auto schema = database.workspace();
  own(connection, schema);
  EXPECT_EQ(commit(connection, first_part(schema, 3, 2)), committed);
  EXPECT_EQ(head(schema), "1/5");
  EXPECT_EQ(count(schema, "events"), "3");
  EXPECT_EQ(count(schema, "traffic"), "2");
}

TEST_F(hub, waits_for_the_disk_where_the_server_is_set_not_to) {
  journal_database hasty;
  hasty.execute("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off',"
                " current_database()); END $$");
  ASSERT_EQ(hasty.value("SHOW synchronous_commit"), "off");
  hub_connection waiting{hasty.hub_dsn()};
  const auto schema = hasty.workspace();
  own(waiting, schema);
  for (std::uint64_t commits = 0; commits < 20; ++commits) {
    const auto part = part_on(schema, 1, commits);
    const auto before = hasty.value("SELECT pg_current_wal_insert_lsn()");
    ASSERT_EQ(commit(waiting, part), committed);
    EXPECT_EQ(hasty.value("SELECT pg_current_wal_flush_lsn() > '" + before + "'"), "t");
  }
}

TEST_F(hub, commits_parts_of_many_workspaces_whatever_order_they_come_in) {
  std::vector<journal_part> parts;
  for (int made = 0; made < 5; ++made) {
    parts.insert(parts.begin(), first_part(database.workspace(), 1, 1));
    own(connection, parts.front().schema);
  }
  const auto result = connection.commit(parts);
  EXPECT_EQ(verdicts(result), verdict_list(5, committed));
  EXPECT_EQ(result.transactions, 1U);
  for (const auto& part : parts)
    EXPECT_EQ(head(part.schema), "1/2");
  EXPECT_EQ(connection.schemas_seen(), 5u);
}

TEST_F(hub, refuses_a_stale_epoch_and_harms_nobody) {
  const auto stale = database.workspace(), other = database.workspace();
  own(connection, stale);
  own(connection, other);
  ASSERT_TRUE(connection.take_over(stale, 1).head.raised);
  EXPECT_EQ(verdicts(connection.commit(std::vector{first_part(stale), first_part(other)})),
            (verdict_list{refused, committed}));
  EXPECT_EQ(head(stale), "2/0");
  EXPECT_EQ(count(stale, "events"), "0");
}

TEST_F(hub, refuses_another_position) {
  const auto schema = database.workspace();
  own(connection, schema);
  EXPECT_EQ(commit(connection, part_on(schema, 1, 4)), refused);
  EXPECT_EQ(head(schema), "1/0");
}

TEST_F(hub, a_part_without_events_is_fenced_too) {
  const auto schema = database.workspace();
  own(connection, schema);
  auto part = part_on(schema, 1, 0, 0);
  part.keys_written = {{1, 2, fresh_id(), bytes{9}}};
  EXPECT_EQ(commit(connection, part), committed);
  part.epoch = 7;
  EXPECT_EQ(commit(connection, part), refused);
  EXPECT_EQ(count(schema, "keys"), "1");
}

TEST_F(hub, a_claim_held_already_fails_its_part_alone) {
  const auto good = database.workspace(), bad = database.workspace();
  own(connection, good);
  own(connection, bad);
  auto first = first_part(bad);
  first.claims_taken = {{3, bytes{1, 2, 3}, fresh_id()}};
  ASSERT_EQ(commit(connection, first), committed);
  auto second = part_on(bad, 1, 1);
  second.claims_taken = {{3, bytes{1, 2, 3}, fresh_id()}};
  const auto result = connection.commit(std::vector{first_part(good), second});
  EXPECT_EQ(verdicts(result), (verdict_list{committed, failed}));
  EXPECT_EQ(result.parts[1].sqlstate, "23505");
  EXPECT_EQ(head(good), "1/1");
  EXPECT_EQ(head(bad), "1/1");
}

TEST_F(hub, counts_the_transactions_that_were_committed) {
  std::vector<journal_part> parts;
  for (int made = 0; made < 3; ++made)
    own(connection, parts.emplace_back(first_part(database.workspace())).schema);
  parts[1].facts.front().position = 7;
  EXPECT_EQ(connection.commit({&parts[1], 1}).transactions, 0U) << "nothing was sent";
  parts[1] = first_part(schema_name{*deployment_tag::parse("test"), fresh_id()});
  const auto result = connection.commit(parts);
  EXPECT_EQ(verdicts(result), (verdict_list{committed, failed, committed}));
  EXPECT_EQ(result.transactions, 2U) << "each was tried alone";
}

TEST_F(hub, goes_on_after_an_error) {
  const auto schema = database.workspace();
  own(connection, schema);
  auto bad = first_part(schema);
  bad.facts.push_back(bad.facts.front());
  bad.facts.back().position = 2;
  ASSERT_EQ(commit(connection, bad), failed);
  EXPECT_EQ(commit(connection, first_part(schema)), committed);
  EXPECT_TRUE(connection.usable());
}

TEST_F(hub, a_claim_moves_from_stream_to_stream_within_one_part) {
  const auto schema = database.workspace();
  own(connection, schema);
  auto first = first_part(schema);
  first.claims_taken = {{3, bytes{1}, fresh_id()}};
  ASSERT_EQ(commit(connection, first), committed);
  auto second = part_on(schema, 1, 1);
  second.claims_released = {{3, bytes{1}}};
  second.claims_taken = {{3, bytes{1}, fresh_id()}};
  EXPECT_EQ(commit(connection, second), committed);
  EXPECT_EQ(
      database.value("SELECT string_agg(stream::text, ' ') FROM " + schema.text() + ".claims"),
      to_string(second.claims_taken.front().stream));
}

TEST_F(hub, an_idempotency_digest_is_taken_once_until_it_expires) {
  const auto schema = database.workspace();
  own(connection, schema);
  const auto with = [&](std::uint64_t position, int year) {
    auto part = part_on(schema, 1, position);
    const auto expiry = parse_instant(std::to_string(year) + "-01-01T00:00:00Z");
    part.idempotency = {{bytes{5}, bytes{6}, position + 1, bytes{7}, *expiry}};
    return part;
  };
  EXPECT_EQ(commit(connection, with(0, 2001)), committed);
  EXPECT_EQ(commit(connection, with(1, 2999)), committed) << "the first had expired";
  EXPECT_EQ(commit(connection, with(2, 2999)), failed);
}

TEST_F(hub, a_key_is_replaced_and_an_erasure_wins) {
  const auto schema = database.workspace();
  own(connection, schema);
  auto part = part_on(schema, 1, 0, 0);
  const auto kept = fresh_id(), erased = fresh_id();
  part.keys_written = {{1, 9, kept, bytes{1}}, {1, 9, erased, bytes{1}}};
  ASSERT_EQ(commit(connection, part), committed);
  part.keys_written = {{1, 9, kept, bytes{2}}, {1, 9, erased, bytes{2}}};
  part.keys_deleted = {{1, 9, erased}};
  ASSERT_EQ(commit(connection, part), committed);
  EXPECT_EQ(database.value("SELECT string_agg(id || '=' || encode(wrapped, 'hex'), ',') FROM " +
                           schema.text() + ".keys"),
            to_string(kept) + "=02");
}

TEST_F(hub, the_second_part_of_a_schema_may_be_sent_again) {
  const auto schema = database.workspace();
  own(connection, schema);
  const auto result = connection.commit(std::vector{first_part(schema), first_part(schema)});
  EXPECT_EQ(verdicts(result), (verdict_list{committed, part_verdict::not_sent}));
  EXPECT_FALSE(result.lost);
}

TEST_F(hub, malformed_parts_are_not_sent) {
  const auto schema = database.workspace(), other = database.workspace();
  own(connection, schema);
  own(connection, other);
  auto gap = first_part(schema, 2);
  gap.facts.back().position = 3;
  const auto result = connection.commit(std::vector{gap, first_part(other)});
  EXPECT_EQ(verdicts(result), (verdict_list{malformed, committed}));
  EXPECT_EQ(result.parts[0].sqlstate, "");
  EXPECT_FALSE(result.parts[0].sentence.empty());
  EXPECT_EQ(head(schema), "1/0");
}

TEST_F(hub, an_unknown_schema_fails_alone) {
  const auto schema = database.workspace();
  own(connection, schema);
  const schema_name nobody{*deployment_tag::parse("test"), fresh_id()};
  const auto result = connection.commit(std::vector{first_part(nobody), first_part(schema)});
  EXPECT_EQ(verdicts(result), (verdict_list{failed, committed}));
}

TEST_F(hub, take_over_raises_only_the_expected_epoch) {
  const auto schema = database.workspace();
  const auto first = connection.take_over(schema, 0);
  EXPECT_TRUE(first.head.raised);
  EXPECT_EQ(first.head.epoch, 1u);
  const auto late = connection.take_over(schema, 0);
  EXPECT_EQ(late.verdict, takeover_verdict::taken);
  EXPECT_FALSE(late.head.raised);
  EXPECT_EQ(late.head.epoch, 1u);
}

/// As PostgreSQL itself warns at each transaction when it runs short of their numbers.
TEST_F(hub, a_warning_of_anything_but_the_standby_changes_no_verdict) {
  const auto schema = database.workspace();
  database.execute("CREATE FUNCTION " + schema.text() +
                   ".warn() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                   " RAISE WARNING 'to be vacuumed'; RETURN NULL; END $$;"
                   " CREATE TRIGGER warn AFTER UPDATE ON " +
                   schema.text() + ".head FOR EACH STATEMENT EXECUTE FUNCTION " + schema.text() +
                   ".warn()");
  const auto taken = connection.take_over(schema, 0);
  EXPECT_EQ(taken.verdict, takeover_verdict::taken);
  EXPECT_TRUE(taken.head.raised);
  EXPECT_EQ(commit(connection, first_part(schema)), committed);
  EXPECT_EQ(head(schema), "1/1");
}

TEST_F(hub, null_arrays_raise) {
  const auto schema = database.workspace();
  own(connection, schema);
  const auto arguments = [](int null_at) {
    std::string list = "1, 0, ''";
    for (int at = 3; at < 42; ++at)
      list += at == null_at ? ", NULL" : ", '{}'";
    return list;
  };
  for (int at = 3; at < 42; ++at) {
    try {
      database.execute("SELECT " + schema.text() + ".append(" + arguments(at) + ")");
      ADD_FAILURE() << "argument " << at << " may be NULL";
    } catch (const std::exception& error) {
      EXPECT_NE(std::string{error.what()}.find("takes no NULL"), std::string::npos) << error.what();
    }
  }
  EXPECT_EQ(database.value("SELECT " + schema.text() + ".append(" + arguments(0) + ")"), "1");
}

TEST_F(hub, a_part_that_cannot_be_committed_has_failed) {
  const auto schema = database.workspace(), other = database.workspace();
  own(connection, schema);
  own(connection, other);
  refuse_at_commit(schema, "events");
  const auto result = connection.commit(std::vector{first_part(schema), first_part(other)});
  EXPECT_EQ(verdicts(result), (verdict_list{failed, committed}));
  EXPECT_EQ(result.parts.front(), (part_result{failed, "P0001"}));
  EXPECT_FALSE(result.lost);
  EXPECT_EQ(head(schema), "1/0");
}

TEST_F(hub, a_take_over_that_cannot_be_committed_has_failed) {
  const auto schema = database.workspace();
  refuse_at_commit(schema, "head");
  const auto result = connection.take_over(schema, 0);
  EXPECT_EQ(result.verdict, takeover_verdict::failed);
  EXPECT_EQ(result.sqlstate, "P0001");
  EXPECT_EQ(head(schema), "0/0");
}

TEST_F(hub, tells_a_lock_held_too_long_from_other_errors) {
  const auto schema = database.workspace();
  hub_connection impatient{database.hub_dsn(), {.lock_timeout = std::chrono::milliseconds{20}}};
  hub_connection owner{database.hub_dsn()};
  own(owner, schema);
  wire_proxy proxy{postgres(durability::fast).socket_directory()};
  hub_connection slow{proxy.through(database.hub_dsn())};
  proxy.arm(at_commit::hold);
  ASSERT_EQ(commit(slow, first_part(schema)), unknown);
  ASSERT_TRUE(holds_head(database, slow));
  EXPECT_EQ(impatient.take_over(schema, 1).verdict, takeover_verdict::busy);
  const auto part = first_part(schema);
  const auto result = impatient.commit({&part, 1});
  EXPECT_EQ(result.parts.front(), (part_result{failed, "55P03"}));
}

class hub_faults : public hub_world {
protected:
  wire_proxy proxy{postgres(durability::fast).socket_directory()};
};

TEST_F(hub_faults, a_cut_connection_leaves_every_part_unknown) {
  for (const auto fault : {at_commit::cut_before, at_commit::cut_after}) {
    const auto a = database.workspace(), b = database.workspace();
    own(connection, a);
    own(connection, b);
    proxy.arm(at_commit::pass);
    hub_connection cut{proxy.through(database.hub_dsn())};
    proxy.arm(fault);
    const auto result = cut.commit(std::vector{first_part(a), first_part(b)});
    EXPECT_EQ(verdicts(result), (verdict_list{unknown, unknown}));
    EXPECT_TRUE(result.lost);
    EXPECT_FALSE(cut.usable());
    EXPECT_EQ(commit(cut, first_part(a)), not_sent);
    // The server's own word: both parts alike.
    const std::string landed = fault == at_commit::cut_after ? "1/1" : "1/0";
    EXPECT_TRUE(eventually(database, "SELECT epoch || '/' || position = '" + landed + "' FROM " +
                                         a.text() + ".head"));
    EXPECT_EQ(head(b), landed);
  }
}

TEST_F(hub_faults, a_server_that_does_not_answer_is_given_up_at_the_deadline) {
  const auto schema = database.workspace();
  own(connection, schema);
  hub_connection mute{proxy.through(database.hub_dsn()),
                      {.commit_deadline = std::chrono::milliseconds{200}}};
  proxy.arm(at_commit::swallow_answer);
  const auto before = std::chrono::steady_clock::now();
  EXPECT_EQ(commit(mute, first_part(schema)), unknown);
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds{5});
}

TEST_F(hub_faults, a_terminated_backend_means_unknown) {
  const auto schema = database.workspace();
  own(connection, schema);
  hub_connection doomed{database.hub_dsn()};
  EXPECT_TRUE(connection.terminate(doomed.backend()));
  EXPECT_EQ(commit(doomed, first_part(schema)), unknown);
  EXPECT_EQ(head(schema), "1/0");
}

TEST_F(hub_faults, ends_only_the_backend_that_was_meant) {
  hub_connection other{database.hub_dsn()};
  EXPECT_FALSE(connection.terminate({other.backend_pid(), "2001-01-01 00:00:00+00"}));
  EXPECT_TRUE(other.usable());
}

TEST_F(hub_faults, a_commit_the_standby_was_not_waited_for_is_unknown) {
  const auto schema = database.workspace();
  own(connection, schema);
  database.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
  database.execute("SELECT pg_reload_conf()");
  ASSERT_TRUE(
      eventually(database, "SELECT current_setting('synchronous_standby_names') = 'nobody'"));
  hub_connection waiting{database.hub_dsn() + " options='-c synchronous_commit=on'"};
  auto outcome = std::async(std::launch::async, [&] {
    const auto part = first_part(schema);
    return waiting.commit({&part, 1});
  });
  const auto pid = std::to_string(waiting.backend_pid());
  EXPECT_TRUE(eventually(database,
                         "SELECT wait_event = 'SyncRep' FROM pg_stat_activity WHERE pid = " + pid));
  database.execute("SELECT pg_cancel_backend(" + pid + ")");
  const auto result = outcome.get();
  database.execute("ALTER SYSTEM RESET synchronous_standby_names");
  database.execute("SELECT pg_reload_conf()");
  EXPECT_EQ(result.parts.front(), (part_result{unknown, "01000"}));
  EXPECT_FALSE(result.lost);
}

TEST_F(hub_faults, an_unreachable_server_is_said_so) {
  try {
    hub_connection nowhere{"host=/nonexistent user=muniment_hub password=secret-word"};
    FAIL();
  } catch (const failure& error) {
    EXPECT_EQ(error.kind(), failure_kind::unavailable);
    EXPECT_EQ(std::string{error.what()}.find("secret-word"), std::string::npos);
  }
}

}
}
