// SPDX-License-Identifier: Apache-2.0
#include "storage/read_models.hpp"

#include "storage/failure.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/support/things.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <thread>

namespace muniment::storage {
namespace {

using namespace test;

class read_models_in : public tables_of_things {};

TEST_F(read_models_in, give_back_every_kind_of_value) {
  auto full = thing(1);
  full.texts = {"", "a,b", "with \"quotes\" and \\", "NULL", "{}", "line\nbreak\ttab"};
  full.user = "\\N 'x' \t\n\r ü";
  auto empty = everything{};
  empty.id = numbered(2);
  persist(1, {full, empty});
  EXPECT_EQ(read(1), full);
  EXPECT_EQ(read(2), empty);
}

TEST_F(read_models_in, read_as_empty_without_a_table) {
  EXPECT_FALSE(read(1));
  EXPECT_TRUE(tables.list(schema, shape, {}, 10).empty());
  EXPECT_EQ(tables.count(schema, shape), 0U);
  EXPECT_EQ(at, (checkpoint{0, 0}));
  persist(5, {});
  EXPECT_EQ(at, (checkpoint{5, 0})) << "no row, no table";
}

TEST_F(read_models_in, replace_rows_and_move_the_checkpoint) {
  persist(1, {thing(1), thing(2)});
  auto changed = thing(1);
  changed.note.reset();
  persist(2, {changed});
  EXPECT_EQ(read(1), changed);
  EXPECT_EQ(read(2), thing(2));
  EXPECT_EQ(tables.find_checkpoint(schema, shape), (checkpoint{2, 1}));
}

TEST_F(read_models_in, take_nothing_from_a_writer_whose_checkpoint_was_moved) {
  persist(3, {thing(1)});
  EXPECT_FALSE(tables.persist(schema, shape, {2, 1}, 4, texts_of({thing(2)})));
  EXPECT_FALSE(tables.persist(schema, shape, {3, 2}, 4, texts_of({thing(2)})));
  EXPECT_FALSE(read(2));
  EXPECT_EQ(tables.find_checkpoint(schema, shape), at);
}

TEST_F(read_models_in, list_by_key_and_look_up) {
  persist(9, {thing(4), thing(1), thing(3), thing(2)});
  EXPECT_EQ(numbers_in(tables.list(schema, shape, {}, 3)), (std::vector<std::uint8_t>{1, 2, 3}));
  EXPECT_EQ(numbers_in(tables.list(schema, shape, text_of(numbered(3)), 3)),
            (std::vector<std::uint8_t>{4}));
  EXPECT_EQ(numbers_in(tables.find(schema, shape, "user", text_of(std::string{"even"}), {}, 9)),
            (std::vector<std::uint8_t>{2, 4}));
  EXPECT_EQ(numbers_in(tables.find(schema, shape, "user", text_of(std::string{"even"}),
                                   text_of(numbered(2)), 9)),
            (std::vector<std::uint8_t>{4}));
  EXPECT_EQ(tables.count(schema, shape), 4U);
  EXPECT_EQ(database.value("SELECT count(*) FROM pg_indexes WHERE schemaname = '" + schema.text() +
                           "' AND tablename = '" + shape.table() + "'"),
            "2");
}

TEST_F(read_models_in, never_list_more_than_the_limit) {
  std::vector<everything> many;
  many.reserve(250);
  for (int number = 0; number < 250; ++number)
    many.push_back(thing(static_cast<std::uint8_t>(number)));
  persist(1, many);
  EXPECT_EQ(tables.list(schema, shape, {}, 1'000).size(), read_models::list_limit);
}

TEST_F(read_models_in, refuse_what_postgres_cannot_hold) {
  auto row = thing(1);
  row.user = std::string{"a\0b", 3};
  EXPECT_THROW(text_of_row(row), failure);
  row = thing(1);
  row.large = ~std::uint64_t{0};
  EXPECT_THROW(text_of_row(row), failure);
  row = thing(1);
  row.at = from_microseconds(253'402'300'800'000'000);
  EXPECT_THROW(text_of_row(row), failure);
}

TEST_F(read_models_in, write_rows_and_checkpoint_together_or_not_at_all) {
  persist(1, {thing(1)});
  // The connection ends between the rows and the checkpoint.
  database.execute("CREATE FUNCTION " + schema.text() +
                   ".cut() RETURNS trigger LANGUAGE plpgsql"
                   " SECURITY DEFINER AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid());"
                   " RETURN NEW; END $$; CREATE TRIGGER cut BEFORE UPDATE ON " +
                   schema.text() + ".checkpoints FOR EACH ROW EXECUTE FUNCTION " + schema.text() +
                   ".cut()");
  EXPECT_THROW(tables.persist(schema, shape, at, 2, texts_of({thing(2)})), failure);
  database.execute("DROP TRIGGER cut ON " + schema.text() + ".checkpoints");
  EXPECT_EQ(tables.find_checkpoint(schema, shape), at);
  EXPECT_FALSE(read(2));
  persist(2, {thing(2)});
  EXPECT_TRUE(read(2));
}

TEST_F(read_models_in, begin_anew_when_the_shape_changes) {
  persist(7, {thing(1)});
  auto other = shape;
  other.columns.push_back({"added", "text", true, false});
  EXPECT_EQ(tables.open(schema, other), (checkpoint{0, 0}));
  EXPECT_TRUE(read(1)) << "who still reads the old shape finds its table";
  ASSERT_TRUE(tables.persist(schema, other, {0, 0}, 7, {}));
  EXPECT_EQ(tables.open(schema, other), (checkpoint{7, 0}));
  EXPECT_FALSE(read(1)) << "superseded";
}

TEST_F(read_models_in, begin_anew_when_the_table_is_gone) {
  persist(7, {thing(1)});
  database.execute("DROP TABLE " + schema.text() + '.' + shape.table());
  EXPECT_EQ(tables.open(schema, shape), (checkpoint{0, 0}));
}

TEST_F(read_models_in, open_again_where_they_were) {
  persist(7, {thing(1)});
  EXPECT_EQ(tables.open(schema, shape), (checkpoint{7, 1}));
}

TEST_F(read_models_in, scan_rows_and_checkpoint_of_one_moment) {
  persist(3, {thing(2), thing(1)});
  std::vector<row_text> seen;
  const auto scanned = tables.scan(
      schema, shape, {},
      [&](const checkpoint& told) {
        EXPECT_EQ(told, at);
        persist(4, {thing(3)});
        return true;
      },
      [&](const row_text& row) {
        seen.push_back(row);
        return true;
      });
  EXPECT_TRUE(scanned);
  EXPECT_EQ(numbers_in(seen), (std::vector<std::uint8_t>{1, 2}));
}

TEST_F(read_models_in, are_scanned_from_a_row_to_another_or_not_at_all) {
  persist(3, {thing(4), thing(2), thing(1), thing(3)});
  std::vector<row_text> seen;
  const auto two = [&](const row_text& row) {
    seen.push_back(row);
    return seen.size() < 2;
  };
  const auto begin = [](const checkpoint&) { return true; };
  EXPECT_TRUE(tables.scan(schema, shape, text_of(numbered(1)), begin, two));
  EXPECT_EQ(numbers_in(seen), (std::vector<std::uint8_t>{2, 3}));
  const auto decline = [](const checkpoint&) { return false; };
  EXPECT_FALSE(tables.scan(schema, shape, {}, decline, two));
  EXPECT_EQ(seen.size(), 2U);
}

/// What `ask` returns as soon as the database answers again: connections that a crash cut say so
/// once.
template <class Ask>
auto after_crash(const Ask& ask) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{30};
  for (;;) {
    try {
      return ask();
    } catch (const std::exception&) {
      if (std::chrono::steady_clock::now() >= until) throw;
      std::this_thread::yield();
    }
  }
}

std::string walwriter_of(const test::journal_database& database) {
  return database.value("SELECT pid FROM pg_stat_activity WHERE backend_type = 'walwriter'");
}

/// Kills a process of the server, and waits until all others are new ones too: what they had not
/// written to the disk is lost.
void crash(const test::journal_database& database) {
  const auto killed = walwriter_of(database);
  ASSERT_EQ(::kill(std::stoi(killed), SIGKILL), 0);
  const auto is_new = [&] {
    if (walwriter_of(database) == killed) throw std::runtime_error{"it has not crashed yet"};
    return true;
  };
  EXPECT_TRUE(after_crash(is_new));
}

TEST(read_models_of_a_cluster, what_was_written_stands_after_a_crash_that_nobody_else_noticed) {
  const test::temporary_directory folder;
  const auto server = embedded_postgres::start(test::small_cluster(folder.path() / "data"));
  test::journal_database database{server.dsn()};
  const auto schema = database.workspace();
  read_models tables{database.pool()};
  const std::vector<row_text> rows{text_of_row(thing(1))};
  const auto opened = tables.open(schema, shape_of<things>());
  const auto written = tables.persist(schema, shape_of<things>(), opened, 7, rows);
  ASSERT_TRUE(written);
  crash(database);
  EXPECT_EQ(after_crash([&] { return tables.find_checkpoint(schema, shape_of<things>()); }),
            written);
  EXPECT_TRUE(
      after_crash([&] { return tables.read(schema, shape_of<things>(), to_string(numbered(1))); }));
}

}
}
