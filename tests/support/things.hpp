// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/read_models.hpp"
#include "storage/row_columns.hpp"
#include "tests/support/journal_database.hpp"
#include "tests/support/sample.hpp"

#include <gtest/gtest.h>

#include <array>
#include <optional>
#include <string>
#include <vector>

/// A made-up read model whose rows hold every kind of value.
namespace muniment::test {

enum class colour : std::uint8_t { red = 1, green };
BOOST_DESCRIBE_ENUM(colour, red, green)

/// One member of each kind that has a column type of its own.
struct everything {
  uuid id;
  std::string user; ///< a word of SQL
  std::optional<std::string> note;
  instant at;
  std::int32_t small{};
  std::uint64_t large{};
  bool yes{};
  bytes octets;
  sealed<std::string> secret;
  std::optional<sealed<std::string>> erasable;
  colour paint = colour::red;
  std::vector<std::string> texts;
  std::optional<instant> ended_at;
  std::optional<std::array<std::uint8_t, 16>> trace;
  std::vector<uuid> others;
  std::uint64_t position{};
  friend bool operator==(const everything&, const everything&) = default;
};
BOOST_DESCRIBE_STRUCT(everything, (),
                      (id, user, note, at, small, large, yes, octets, secret, erasable, paint,
                       texts, ended_at, trace, others, position))

struct things {
  static constexpr std::string_view name = "things";
  static constexpr std::array<std::string_view, 1> lookups{"user"};
  using event = std::variant<everything>;
  using row = everything;
  static std::vector<uuid> keys(const recorded<event>&) { return {}; }
  static std::optional<row> fold(std::optional<row> known, const uuid&, const recorded<event>&) {
    return known;
  }
};

inline uuid numbered(std::uint8_t number) {
  uuid id;
  id.octets[0] = number;
  return id;
}

inline everything thing(std::uint8_t number) {
  auto row = sample<everything>();
  row.id = numbered(number);
  row.user = number % 2 == 0 ? "even" : "odd";
  row.position = number;
  return row;
}

inline std::vector<storage::row_text> texts_of(const std::vector<everything>& rows) {
  std::vector<storage::row_text> texts;
  for (const auto& each : rows)
    texts.push_back(storage::text_of_row(each));
  return texts;
}

inline std::vector<std::uint8_t> numbers_in(const std::vector<storage::row_text>& rows) {
  std::vector<std::uint8_t> numbers;
  for (const auto& each : rows)
    numbers.push_back(storage::row_from_text<everything>(each).id.octets[0]);
  return numbers;
}

/// Its table, in a workspace of its own.
class tables_of_things : public testing::Test {
protected:
  void persist(std::uint64_t position, const std::vector<everything>& rows) {
    const auto next = tables.persist(schema, shape, at, position, texts_of(rows));
    ASSERT_TRUE(next);
    at = *next;
  }
  std::optional<everything> read(std::uint8_t number) {
    const auto found = tables.read(schema, shape, storage::text_of(numbered(number)));
    if (!found) return std::nullopt;
    return storage::row_from_text<everything>(*found);
  }

  journal_database& database = shared_database();
  storage::schema_name schema = database.workspace();
  storage::table_shape shape = storage::shape_of<things>();
  storage::read_models tables{database.pool()};
  storage::checkpoint at = tables.open(schema, shape);
};

}
