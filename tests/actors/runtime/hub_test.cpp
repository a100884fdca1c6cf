// SPDX-License-Identifier: Apache-2.0
#include "actors/runtime/hub.hpp"

#include "tests/support/actor_world.hpp"
#include "tests/support/append_requests.hpp"
#include "tests/support/journal_database.hpp"
#include "tests/support/logged.hpp"
#include "tests/support/temporary_directory.hpp"

#include <caf/scoped_actor.hpp>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>

namespace muniment {
namespace {

using storage::part_verdict;

/// Answers each workspace as the test says.
class scripted_committer final : public committer {
public:
  storage::commit_result commit(std::span<const storage::journal_part> parts) override {
    storage::commit_result result;
    for (const auto& each : parts)
      result.parts.push_back({verdicts.at(each.schema.text())});
    result.transactions = transactions;
    spans.push_back(parts.size());
    return result;
  }
  std::optional<storage::backend_id> backend() const override { return std::nullopt; }

  std::map<std::string, part_verdict> verdicts;
  std::vector<std::size_t> spans;
  std::size_t transactions = 1; ///< it says it took for a span
};

class hub_test : public testing::Test {
protected:
  /// A part of that many events, half of them traffic.
  void send(std::uint8_t workspace, part_verdict verdict, std::size_t events) {
    const auto tag = *storage::deployment_tag::parse("test");
    auto part = std::make_shared<storage::journal_part>(
        storage::journal_part{storage::schema_name{tag, test::numbered(workspace)}});
    part->facts.resize(events / 2);
    part->traffic.resize(events - events / 2);
    database->verdicts[part->schema.text()] = verdict;
    asked.push_back(self->request(running, caf::infinite, part_ptr{std::move(part)}));
  }

  test::actor_world world;
  caf::scoped_actor self{world.system()};
  std::shared_ptr<scripted_committer> database = std::make_shared<scripted_committer>();
  std::shared_ptr<hub_counts> counts = std::make_shared<hub_counts>();
  hub_actor running = world.system().spawn(hub, database, counts, hub_limits{3});
  std::vector<decltype(self->request(running, caf::infinite, part_ptr{}))> asked;
};

TEST_F(hub_test, commits_what_waits_together_and_counts_what_became_of_it) {
  send(1, part_verdict::committed, 5);
  send(2, part_verdict::refused, 7);
  send(3, part_verdict::committed, 1);
  world.run();
  EXPECT_EQ(database->spans, std::vector<std::size_t>{3});
  database->transactions = 0;
  send(1, part_verdict::unknown, 4);
  world.run();
  database->transactions = 2;
  send(4, part_verdict::malformed, 4);
  world.run();
  std::vector<part_verdict> got;
  for (auto& each : asked)
    each.receive([&](const part_reply& reply) { got.push_back(reply.result.verdict); },
                 [](const caf::error&) { ADD_FAILURE() << "no answer"; });
  EXPECT_EQ(got,
            (std::vector{part_verdict::committed, part_verdict::refused, part_verdict::committed,
                         part_verdict::unknown, part_verdict::malformed}));
  EXPECT_EQ(counts->commits, 3U) << "as many as were committed, not as often as it was tried";
  EXPECT_EQ(counts->events, 6U) << "of committed parts only";
  const auto of = [&](part_verdict which) {
    return counts->parts[static_cast<std::size_t>(which)].load();
  };
  EXPECT_EQ(of(part_verdict::committed), 2U);
  EXPECT_EQ(of(part_verdict::refused), 1U);
  EXPECT_EQ(of(part_verdict::unknown), 1U);
  EXPECT_EQ(of(part_verdict::not_sent), 0U);
}

TEST_F(hub_test, no_more_parts_than_its_limit_go_into_one_transaction) {
  for (std::uint8_t workspace = 1; workspace <= 8; ++workspace)
    send(workspace, part_verdict::committed, 1);
  world.run();
  EXPECT_EQ(database->spans, (std::vector<std::size_t>{3, 3, 2}));
  for (auto& each : asked)
    each.receive([](const part_reply&) {}, [](const caf::error&) { ADD_FAILURE(); });
}

/// Over a real database; the committer of a hub is not the one that took the journals over.
class committer_test : public testing::Test {
protected:
  static part_verdict commit(committer& by, const storage::journal_part& part) {
    return by.commit({&part, 1}).parts.front().verdict;
  }
  storage::schema_name owned() {
    auto schema = database.workspace();
    test::own(owner, schema);
    return schema;
  }

  test::journal_database& database = test::shared_database();
  storage::hub_connection owner{database.hub_dsn()};
};

TEST_F(committer_test, its_connection_is_replaced_after_enough_schemas) {
  const auto by = make_committer(database.hub_dsn(), {.schemas_per_connection = 2});
  const auto one = owned(), two = owned();
  EXPECT_EQ(commit(*by, test::first_part(one)), part_verdict::committed);
  const auto first = by->backend()->pid;
  EXPECT_EQ(commit(*by, test::part_on(one, 1, 1)), part_verdict::committed);
  EXPECT_EQ(commit(*by, test::first_part(two)), part_verdict::committed);
  EXPECT_EQ(by->backend()->pid, first);
  EXPECT_EQ(commit(*by, test::part_on(two, 1, 1)), part_verdict::committed);
  EXPECT_NE(by->backend()->pid, first);
}

TEST_F(committer_test, a_spell_without_a_database_is_told_once_and_its_end_once) {
  const test::temporary_directory folder;
  const auto later = folder.path() / "socket";
  const test::logged log;
  const auto by = make_committer(database.hub_dsn() + " host=" + later.string());
  const auto part = test::first_part(owned());
  for (int attempt = 0; attempt < 3; ++attempt)
    EXPECT_EQ(commit(*by, part), part_verdict::not_sent);
  EXPECT_EQ(log.count("nothing can be committed: "), 1) << log.lines.str();
  std::filesystem::create_directory_symlink(
      test::postgres(test::durability::fast).socket_directory(), later);
  EXPECT_EQ(commit(*by, part), part_verdict::committed);
  EXPECT_EQ(log.count("can be reached again"), 1) << log.lines.str();
  EXPECT_EQ(log.count(""), 2) << "nothing else, and no line was broken";
}

}
}
