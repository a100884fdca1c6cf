// SPDX-License-Identifier: Apache-2.0
#include "http/admin/endpoint.hpp"

#include "tests/support/scripted_door.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace muniment::http {
namespace {

struct asked_call {
  request_ptr asked;
};

struct sent_name {
  std::string name;
};
BOOST_DESCRIBE_STRUCT(sent_name, (), (name))

struct page_wanted {
  page_size limit;
};
BOOST_DESCRIBE_STRUCT(page_wanted, (), (limit))

struct told_name {
  std::string name;
};
BOOST_DESCRIBE_STRUCT(told_name, (), (name))

asio::awaitable<created<told_name>> name_it(asked_call, sent_name sent) {
  co_return created<told_name>{{sent.name}};
}
asio::awaitable<told_name> count_them(asked_call, page_wanted asked) {
  co_return told_name{std::to_string(asked.limit.rows)};
}
asio::awaitable<told_name> look(asked_call) { co_return told_name{"seen"}; }

request_ptr asking(const std::string& query, const std::string& body) {
  auto asked = std::make_shared<request>();
  asked->query = query;
  asked->fields = {{"Content-Type", "application/json"}};
  asked->body = body;
  return asked;
}

TEST(endpoint, reads_what_it_asks_for_and_answers_with_what_it_returns) {
  const auto made = test::finished(by_post<name_it>.serve({asking("", R"({"name":"ada"})")}));
  EXPECT_EQ(made.status, 201);
  EXPECT_EQ(made.body, R"({"name":"ada"})");
  const auto listed = test::finished(by_get<count_them>.serve({asking("limit=3", "")}));
  EXPECT_EQ(listed.status, 200);
  EXPECT_EQ(listed.body, R"({"name":"3"})");
  EXPECT_EQ(test::finished(by_post<look>.serve({asking("", "")})).body, R"({"name":"seen"})");
}

TEST(endpoint, throws_for_what_cannot_be_read) {
  EXPECT_THROW(test::finished(by_post<name_it>.serve({asking("", "{}")})), problem_found);
  EXPECT_THROW(test::finished(by_get<count_them>.serve({asking("limit=0", "")})), problem_found);
}

TEST(endpoint, that_asks_for_nothing_refuses_what_is_sent) {
  EXPECT_EQ(test::finished(by_post<look>.serve({asking("", "{}")})).status, 200);
  EXPECT_THROW(test::finished(by_post<look>.serve({asking("", R"({"name":"ada"})")})),
               problem_found);
  EXPECT_THROW(test::finished(by_get<look>.serve({asking("limit=3", "")})), problem_found);
}

TEST(endpoint, says_of_itself_what_its_types_say) {
  openapi::components used;
  EXPECT_STREQ(by_post<name_it>.method, "POST");
  const auto told = by_post<name_it>.describe(used);
  EXPECT_EQ(told.id, "name_it");
  EXPECT_EQ(told.status, 201);
  EXPECT_TRUE(told.body_required);
  EXPECT_EQ(told.reply.at("$ref"), "#/components/schemas/told_name");
  EXPECT_TRUE(used.contains("told_name"));
  EXPECT_STREQ(by_get<count_them>.method, "GET");
  EXPECT_EQ(by_get<count_them>.describe(used).parameters.size(), 1U);
  EXPECT_FALSE(by_post<look>.describe(used).body);
}

}
}
