// SPDX-License-Identifier: Apache-2.0
#include "http/operations/access_line.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace muniment::http {
namespace {

TEST(access_line, tells_the_names_of_a_query_and_no_value) {
  for (const auto& [query, expected] : std::vector<std::pair<std::string, std::string>>{
           {"", ""},
           {"code=abc&state=xyz", "code=***&state=***"},
           {"a=b=c", "a=***"},
           {"a=", "a=***"},
           {"=secret", "***"},
           {"secret", "***"},
           {"a=1&&b=2", "a=***&***&b=***"},
           {"a%20b=1", "***"},
           {std::string(33, 'n') + "=1", "***"},
           {"\"}{=1", "***"}})
    EXPECT_EQ(redacted(query), expected) << query;
}

TEST(access_line, stops_at_twenty_parts) {
  std::string query = "p=1";
  for (int each = 0; each < 1000; ++each)
    query += "&p=1";
  const auto told = redacted(query);
  EXPECT_EQ(std::count(told.begin(), told.end(), '&'), 20);
  EXPECT_TRUE(told.ends_with("&***"));
}

TEST(access_line, is_json_that_says_so_much_and_no_more) {
  request asked{.method = "POST",
                .path = "/oauth/v2/token",
                .query = "code=planted-in-query",
                .fields = {{"Host", "acme.b.test"},
                           {"Authorization", "Basic planted-in-authorization"},
                           {"Cookie", "__Host-s=planted-in-cookie"}},
                .body = "password=planted-in-body",
                .address = "198.51.100.77",
                .request_id = "r1"};
  asked.trace.fill(0xab);
  const exchange told{.asked = &asked,
                      .request_id = asked.request_id,
                      .status = 200,
                      .took = std::chrono::microseconds{1500}};
  const std::chrono::system_clock::time_point moment{std::chrono::milliseconds{784111777012}};
  EXPECT_EQ(
      access_line(told, moment),
      R"({"time":"1994-11-06T08:49:37.012000Z","kind":"access","request_id":"r1","status":200,)"
      R"("ms":1.5E0,"method":"POST","host":"acme.b.test","path":"/oauth/v2/token",)"
      R"("query":"code=***","trace_id":"abababababababababababababababab"})");
}

TEST(access_line, stays_one_line_of_json_whatever_was_sent) {
  request asked;
  asked.method = "GET";
  asked.path = "/" + std::string(5000, 'x');
  asked.fields = {{"Host", "\x1b[31m\xff\xfe\"\n{}"}};
  const exchange told{.asked = &asked, .request_id = "r", .status = 400, .took = {}};
  const auto line = access_line(told, {});
  EXPECT_EQ(line.find('\n'), std::string::npos);
  EXPECT_LT(line.size(), 1024U);
  const auto read = boost::json::parse(line);
  EXPECT_EQ(read.at("host").as_string(), "?[31m??\"?{}");
  EXPECT_EQ(read.at("path").as_string().size(), 512U);
}

TEST(access_line, of_a_refused_request_tells_only_the_answer) {
  const exchange told{.asked = nullptr, .request_id = "r", .status = 431, .took = {}};
  const auto read = boost::json::parse(access_line(told, {}));
  EXPECT_EQ(read.at("status").as_int64(), 431);
  EXPECT_FALSE(read.as_object().contains("path"));
}

TEST(access_line, of_a_failure_names_the_request_and_the_cause) {
  const auto read =
      boost::json::parse(cause_line("handler_failed", "r", "std::bad_alloc\n\xff", {}));
  EXPECT_EQ(read.at("time").as_string(), "1970-01-01T00:00:00.000000Z");
  EXPECT_EQ(read.at("kind").as_string(), "handler_failed");
  EXPECT_EQ(read.at("request_id").as_string(), "r");
  EXPECT_EQ(read.at("cause").as_string(), "std::bad_alloc??");
}

}
}
