// SPDX-License-Identifier: Apache-2.0
#include "http/admin/list_query.hpp"

#include <gtest/gtest.h>

namespace muniment::http {
namespace {

request with(const std::string& query) {
  request asked;
  asked.query = query;
  return asked;
}

template <class Read>
std::string blamed(const std::string& query, Read read) {
  try {
    list_query asked{with(query)};
    read(asked);
  } catch (const problem_found& thrown) {
    return std::string{thrown.told().member.view()};
  }
  return "nothing";
}

TEST(list_query, reads_what_is_true_or_false) {
  list_query query{with("a=true&b=false")};
  EXPECT_EQ(query.flag("a"), true);
  EXPECT_EQ(query.flag("b"), false);
  EXPECT_EQ(query.flag("c"), std::nullopt);
  EXPECT_EQ(blamed("c=yes", [](auto& asked) { asked.flag("c"); }), "c");
}

TEST(list_query, is_read_parameter_by_parameter) {
  const auto id = uuid::random({1});
  list_query query{
      with("limit=7&after=" + to_string(id) + "&from=2026-03-03T14:03:00Z&type=user&n=9")};
  EXPECT_EQ(query.limit(), 7U);
  EXPECT_EQ(query.id("after"), id);
  EXPECT_EQ(query.moment("from"), parse_instant("2026-03-03T14:03:00Z"));
  EXPECT_EQ(query.text("type"), "user");
  EXPECT_EQ(query.number("n", 9), 9U);
  EXPECT_EQ(query.text("missing"), std::nullopt);
  EXPECT_NO_THROW(query.finish());
}

TEST(list_query, has_a_limit_without_one) { EXPECT_EQ(list_query{with("")}.limit(), 50U); }

TEST(list_query, names_the_parameter_that_is_to_blame) {
  for (const auto* limit : {"0", "201", "-1", "x", "", "1e1", "99999999999999999999"})
    EXPECT_EQ(blamed(std::string{"limit="} + limit, [](auto& query) { query.limit(); }), "limit")
        << limit;
  EXPECT_EQ(blamed("after=x", [](auto& query) { query.id("after"); }), "after");
  EXPECT_EQ(blamed("from=noon", [](auto& query) { query.moment("from"); }), "from");
  EXPECT_EQ(blamed("n=10", [](auto& query) { query.number("n", 9); }), "n");
}

TEST(list_query, has_no_parameter_that_nobody_reads) {
  list_query query{with("limit=1&lmit=2")};
  query.limit();
  EXPECT_THROW(query.finish(), problem_found);
  EXPECT_THROW(list_query{with("a=1&a=2")}, problem_found);
  EXPECT_THROW(list_query{with("a=%zz")}, problem_found);
}

}
}
