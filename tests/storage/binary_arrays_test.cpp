// SPDX-License-Identifier: Apache-2.0
#include "storage/binary_arrays.hpp"

#include "storage/append_statement.hpp"
#include "storage/pipeline.hpp"
#include "tests/support/journal_database.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace muniment::storage {
namespace {

using std::chrono::steady_clock;

/// What Postgres reads in a binary array and what it sends back for it.
class binary_arrays : public testing::Test {
protected:
  bytes_view echo(const bytes& array, const std::string& cast) {
    server_.queue("SELECT $1::" + cast, {&array, 1});
    return answer();
  }
  std::string text(const bytes& array, const std::string& cast) {
    server_.queue("SELECT ($1::" + cast + ")::text", {&array, 1});
    return std::string{as_text(answer())};
  }

private:
  bytes_view answer() {
    answers_ = server_.exchange(steady_clock::now() + std::chrono::seconds{5});
    EXPECT_FALSE(answers_.lost);
    EXPECT_EQ(PQresultStatus(answers_.results.front().get()), PGRES_TUPLES_OK)
        << PQresultErrorMessage(answers_.results.front().get());
    return field(answers_.results.front().get(), 0);
  }

  pipeline server_{test::shared_database().owner_dsn() + " options='-c timezone=UTC'",
                   steady_clock::now() + std::chrono::seconds{5}};
  exchange_results answers_;
};

bytes owned(bytes_view data) { return {data.begin(), data.end()}; }

template <class Value>
bytes list(element type, const std::vector<Value>& values) {
  return array_of(type, values, [](const Value& value) { return value; });
}

TEST_F(binary_arrays, integers_read_as_meant_and_come_back_byte_for_byte) {
  const auto eights = list<std::int64_t>(
      element::int8, {0, -1, 258, std::numeric_limits<std::int64_t>::min(), 1LL << 40});
  EXPECT_EQ(text(eights, "bigint[]"), "{0,-1,258,-9223372036854775808,1099511627776}");
  EXPECT_EQ(owned(echo(eights, "bigint[]")), eights);
  const auto fours = list<std::int32_t>(element::int4, {-2, 70'000});
  EXPECT_EQ(text(fours, "integer[]"), "{-2,70000}");
  EXPECT_EQ(owned(echo(fours, "integer[]")), fours);
  const auto twos = list<std::int16_t>(element::int2, {-3, 300});
  EXPECT_EQ(text(twos, "smallint[]"), "{-3,300}");
  EXPECT_EQ(owned(echo(twos, "smallint[]")), twos);
}

TEST_F(binary_arrays, instants_keep_their_microseconds) {
  const auto moments =
      list<instant>(element::timestamptz, {*parse_instant("2026-03-03T14:03:00.123456Z"),
                                           *parse_instant("1969-12-31T23:59:59.999999Z")});
  EXPECT_EQ(text(moments, "timestamptz[]"),
            R"({"2026-03-03 14:03:00.123456+00","1969-12-31 23:59:59.999999+00"})");
  EXPECT_EQ(owned(echo(moments, "timestamptz[]")), moments);
}

TEST_F(binary_arrays, ids_and_bytes_come_back) {
  const auto id = test::fresh_id();
  const auto ids = list<uuid>(element::uuid, {id, {}});
  EXPECT_EQ(text(ids, "uuid[]"), "{" + to_string(id) + ",00000000-0000-0000-0000-000000000000}");
  const std::vector<bytes> values{{}, {0}, bytes(10'000, 0xff), {'"', '\\', '{', ','}};
  const auto blobs = array_of(element::bytea, values, [](const bytes& b) { return bytes_view{b}; });
  EXPECT_EQ(owned(echo(blobs, "bytea[]")), blobs);
}

TEST_F(binary_arrays, an_empty_array_is_empty_and_not_null) {
  for (const auto& [type, name] : {std::pair{element::int8, "bigint[]"},
                                   {element::bytea, "bytea[]"},
                                   {element::uuid, "uuid[]"},
                                   {element::timestamptz, "timestamptz[]"}}) {
    const auto empty = array_writer{type, 0}.take();
    EXPECT_EQ(text(empty, name), "{}");
    EXPECT_EQ(owned(echo(empty, name)), empty);
  }
}

TEST_F(binary_arrays, the_append_has_a_parameter_for_every_column) {
  const schema_name schema{*deployment_tag::parse("test"), test::fresh_id()};
  const auto parameters = append_parameters(test::first_part(schema));
  EXPECT_EQ(parameters.size(), 42u);
  const auto statement = append_statement(schema);
  EXPECT_NE(statement.find("$42)"), std::string::npos);
  EXPECT_EQ(statement.find("$43"), std::string::npos);
}

}
}
