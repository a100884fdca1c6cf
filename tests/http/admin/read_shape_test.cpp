// SPDX-License-Identifier: Apache-2.0
#include "http/admin/read_shape.hpp"

#include <gtest/gtest.h>

namespace muniment::http {
namespace {

enum class cup_size : std::uint8_t { small = 1, large };
BOOST_DESCRIBE_ENUM(cup_size, small, large)

struct tea_order {
  std::string what;
  cup_size of{};
  std::optional<bool> soon;
  std::vector<std::string> with;
};
BOOST_DESCRIBE_STRUCT(tea_order, (), (what, of, soon, with))

struct tea_wish {
  std::optional<std::string> note;
  std::optional<cup_size> of;
};
BOOST_DESCRIBE_STRUCT(tea_wish, (), (note, of))

struct some_rows {
  page_size limit;
  std::optional<uuid> after;
};
BOOST_DESCRIBE_STRUCT(some_rows, (), (limit, after))

struct some_rows_then : some_rows {
  std::optional<as_of_wish> as_of;
  up_to<9> wait;
};
BOOST_DESCRIBE_STRUCT(some_rows_then, (some_rows), (as_of, wait))

request body_of(const std::string& body) {
  request asked;
  asked.fields = {{"Content-Type", "application/json"}};
  asked.body = body;
  return asked;
}

request query_of(const std::string& query) {
  request asked;
  asked.query = query;
  return asked;
}

template <class Read>
std::string at_fault(Read read) {
  try {
    read();
  } catch (const problem_found& thrown) {
    const auto& told = thrown.told();
    return std::string{told.member.view().empty() ? told.code.view() : told.member.view()};
  }
  return "nothing";
}

TEST(read_body, reads_a_body_by_its_shape) {
  const auto read = read_body<tea_order>(body_of(R"({"what":"tea","of":"large","with":["milk"]})"));
  EXPECT_EQ(read.what, "tea");
  EXPECT_EQ(read.of, cup_size::large);
  EXPECT_EQ(read.soon, std::nullopt);
  EXPECT_EQ(read.with, std::vector<std::string>{"milk"});
}

TEST(read_body, names_the_member_that_is_to_blame) {
  const auto wrong = [](const char* body) {
    return at_fault([&] { read_body<tea_order>(body_of(body)); });
  };
  EXPECT_EQ(wrong("{}"), "what");
  EXPECT_EQ(wrong(R"({"what":"tea"})"), "of");
  EXPECT_EQ(wrong(R"({"what":"tea","of":"huge"})"), "of");
  EXPECT_EQ(wrong(R"({"what":"tea","of":"small","soon":1})"), "soon");
  EXPECT_EQ(wrong(R"({"what":"tea","of":"small","so":true})"), "unknown_member");
}

TEST(read_body, may_be_without_one_where_nothing_is_required) {
  EXPECT_EQ(read_body<tea_wish>(request{}).note, std::nullopt);
  EXPECT_EQ(read_body<tea_wish>(body_of(R"({"of":"small"})")).of, cup_size::small);
  EXPECT_EQ(at_fault([] { read_body<tea_order>(request{}); }), "unsupported_media_type");
  static_assert(may_be_left_out<tea_wish>() && !may_be_left_out<tea_order>());
}

TEST(read_query, reads_a_query_by_its_shape_and_those_it_is_made_of) {
  const auto id = uuid::random({1});
  const auto read = read_query<some_rows_then>(
      query_of("limit=7&wait=9&as_of=position:3&after=" + to_string(id)));
  EXPECT_EQ(read.limit.rows, 7U);
  EXPECT_EQ(read.after, id);
  EXPECT_EQ(read.as_of, as_of_wish{std::uint64_t{3}});
  EXPECT_EQ(read.wait.value, 9U);
  EXPECT_EQ(read_query<some_rows_then>(query_of("")).limit.rows, page_size::usual);
}

TEST(read_query, names_the_parameter_that_is_to_blame) {
  const auto wrong = [](const char* query) {
    return at_fault([&] { read_query<some_rows_then>(query_of(query)); });
  };
  EXPECT_EQ(wrong("limit=201"), "limit");
  EXPECT_EQ(wrong("wait=10"), "wait");
  EXPECT_EQ(wrong("after=x"), "after");
  EXPECT_EQ(wrong("as_of=noon"), "as_of");
  EXPECT_EQ(wrong("before=1"), "unknown_parameter");
}

}
}
