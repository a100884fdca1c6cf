// SPDX-License-Identifier: Apache-2.0
#include "http/operations/access_log.hpp"

#include "tests/support/front_world.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>

#include <sstream>

namespace muniment::http {
namespace {

asio::awaitable<response> failing(request_ptr asked) {
  if (asked->path == "/fail") throw std::runtime_error{"planted-in-exception"};
  co_return response{.fields = {{"Set-Cookie", "__Host-s=planted-in-reply"}},
                     .body = "planted-in-reply"};
}

TEST(access_log, tells_of_every_request_and_of_no_secret) {
  std::ostringstream written;
  auto lines = std::make_shared<spdlog::logger>(
      "access", std::make_shared<spdlog::sinks::ostream_sink_mt>(written));
  lines->set_pattern("%v");
  {
    test::front_world world{failing, {}, false, make_access_log(lines)};
    auto client = world.client();
    client.send("POST /login?state=planted-in-query HTTP/1.1\r\nHost: acme.b.test\r\n"
                "Authorization: Bearer planted-in-authorization\r\n"
                "Cookie: __Host-s=planted-in-cookie\r\n"
                "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n"
                "Content-Length: 24\r\n\r\npassword=planted-in-body");
    client.reply();
    client.send("GET /fail HTTP/1.1\r\nHost: acme.b.test\r\n\r\n");
    client.reply();
    client.send("GET / HTTP/1.1\r\nHost: a\r\nX: planted-in-refused\rx\r\n\r\n");
    client.rest();
  }
  const auto text = written.str();
  EXPECT_EQ(text.find("planted"), std::string::npos) << text;
  std::istringstream all{text};
  std::vector<boost::json::value> read;
  for (std::string line; std::getline(all, line);)
    read.push_back(boost::json::parse(line));
  ASSERT_EQ(read.size(), 4U) << text;
  EXPECT_EQ(read[0].at("path").as_string(), "/login");
  EXPECT_EQ(read[0].at("query").as_string(), "state=***");
  EXPECT_EQ(read[0].at("trace_id").as_string(), "4bf92f3577b34da6a3ce929d0e0e4736");
  EXPECT_EQ(read[1].at("kind").as_string(), "handler_failed");
  EXPECT_EQ(read[1].at("cause").as_string(), "std::runtime_error");
  EXPECT_EQ(read[1].at("request_id"), read[2].at("request_id"));
  EXPECT_EQ(read[2].at("status").as_int64(), 500);
  EXPECT_EQ(read[3].at("status").as_int64(), 400);
}

TEST(access_log, warns_of_what_was_not_available_and_calls_a_failed_handler_an_error) {
  std::ostringstream written;
  auto lines = std::make_shared<spdlog::logger>(
      "access", std::make_shared<spdlog::sinks::ostream_sink_mt>(written));
  lines->set_pattern("%l %v");
  const auto watch = make_access_log(lines);
  watch->unavailable("r1", "its lease is over");
  watch->handler_failed("r2", "std::bad_alloc");
  lines->set_level(spdlog::level::err);
  watch->unavailable("r3", "its lease is over");
  std::istringstream all{written.str()};
  std::string level, line;
  ASSERT_TRUE(all >> level && std::getline(all, line));
  EXPECT_EQ(level, "warning");
  const auto unavailable = boost::json::parse(line);
  EXPECT_EQ(unavailable.at("kind").as_string(), "unavailable");
  EXPECT_EQ(unavailable.at("request_id").as_string(), "r1");
  EXPECT_EQ(unavailable.at("cause").as_string(), "its lease is over");
  ASSERT_TRUE(all >> level && std::getline(all, line));
  EXPECT_EQ(level, "error");
  EXPECT_EQ(boost::json::parse(line).at("kind").as_string(), "handler_failed");
  EXPECT_FALSE(all >> level) << "warnings are below what is to be told";
}

}
}
