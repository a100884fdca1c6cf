// SPDX-License-Identifier: Apache-2.0
#include "http/admin/sent_json.hpp"

#include <gtest/gtest.h>

namespace muniment::http {
namespace {

request sending(const std::string& body, const std::string& type = "application/json") {
  request asked;
  asked.fields = {{"Content-Type", type}};
  asked.body = body;
  return asked;
}

/// The problem that reading finds; status 0 when it finds none.
template <class Read>
problem found(Read read) {
  try {
    read();
  } catch (const problem_found& thrown) {
    return thrown.told();
  }
  return {0, "", "", ""};
}

TEST(sent_json, is_read_member_by_member) {
  sent_json body{sending(R"({"name":"ada","tags":["a","b"],"on":true,"none":null})")};
  EXPECT_EQ(body.text("name"), "ada");
  EXPECT_EQ(body.texts("tags"), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(body.flag_if_any("on"), true);
  EXPECT_EQ(body.text_if_any("none"), std::nullopt);
  EXPECT_EQ(body.text_if_any("missing"), std::nullopt);
  EXPECT_TRUE(body.texts("missing").empty());
  EXPECT_NO_THROW(body.finish());
}

TEST(sent_json, names_the_member_that_is_to_blame) {
  const auto blamed = [](auto read) {
    sent_json body{sending(R"({"n":1,"t":"x","e":""})")};
    const auto told = found([&] { read(body); });
    EXPECT_EQ(told.status, 422);
    return told.member.view();
  };
  EXPECT_EQ(blamed([](auto& body) { body.text("n"); }), "n");
  EXPECT_EQ(blamed([](auto& body) { body.text("missing"); }), "missing");
  EXPECT_EQ(blamed([](auto& body) { body.text("e"); }), "e");
  EXPECT_EQ(blamed([](auto& body) { body.flag_if_any("t"); }), "t");
  EXPECT_EQ(blamed([](auto& body) { body.texts("t"); }), "t");
}

TEST(sent_json, has_no_member_that_nobody_reads) {
  sent_json body{sending(R"({"name":"ada","nmae":"bob"})")};
  body.text("name");
  EXPECT_EQ(found([&] { body.finish(); }).code.view(), "unknown_member");
}

TEST(sent_json, is_json_and_says_so) {
  EXPECT_EQ(found([] { sent_json{sending("{}", "text/plain")}; }).status, 415);
  EXPECT_EQ(found([] { sent_json{sending("{}", "APPLICATION/JSON; charset=utf-8")}; }).status, 0);
  EXPECT_EQ(found([] { sent_json{sending("[]")}; }).status, 400);
  EXPECT_EQ(found([] { sent_json{sending("{\"a\":1,\"a\":2}")}; }).status, 400);
}

}
}
