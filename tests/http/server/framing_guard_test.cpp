// SPDX-License-Identifier: Apache-2.0
#include "http/server/framing_guard.hpp"

#include "tests/support/framing_cases.hpp"
#include "tests/support/framing_reader.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <vector>

namespace muniment::tests {
namespace {

using http::framing_guard;
using http::framing_refusal;
using http::head_verdict;
using namespace std::string_literals;

class framing : public testing::TestWithParam<framing_case> {};

std::string name_of(const testing::TestParamInfo<framing_case>& info) {
  return std::string(info.param.name);
}

void expect_outcome(const framing_outcome& outcome, const framing_case& wanted) {
  ASSERT_EQ(outcome.refusal.has_value(), wanted.expected.has_value())
      << (outcome.refusal ? describe(*outcome.refusal).code.view() : "accepted");
  if (wanted.expected)
    EXPECT_EQ(describe(*outcome.refusal).code, describe(*wanted.expected).code);
  else
    EXPECT_TRUE(outcome.complete && outcome.consumed == wanted.bytes.size());
}

TEST_P(framing, read_whole) { expect_outcome(read_whole(GetParam().bytes), GetParam()); }

TEST_P(framing, read_byte_by_byte) {
  expect_outcome(read_in_pieces(GetParam().bytes, [](std::size_t) { return 1; }), GetParam());
}

// Every split; of the longest cases those near the ends and every 997th between.
std::vector<std::size_t> splits_of(std::size_t size) {
  std::vector<std::size_t> splits;
  for (std::size_t split = 1; split < size; ++split) {
    const bool near_an_end = split < 200 || size - split < 200;
    if (size < 3000 || near_an_end || split % 997 == 0) splits.push_back(split);
  }
  return splits;
}

TEST_P(framing, read_at_every_split) {
  const auto& bytes = GetParam().bytes;
  const auto whole = read_whole(bytes);
  for (const auto split : splits_of(bytes.size())) {
    const auto cut = [&](std::size_t left) { return left == bytes.size() ? split : left; };
    ASSERT_EQ(read_in_pieces(bytes, cut), whole) << "split at " << split;
  }
}

INSTANTIATE_TEST_SUITE_P(request_line, framing, testing::ValuesIn(request_line_cases()), name_of);
INSTANTIATE_TEST_SUITE_P(field_line, framing, testing::ValuesIn(field_line_cases()), name_of);
INSTANTIATE_TEST_SUITE_P(ruling_field, framing, testing::ValuesIn(ruling_field_cases()), name_of);
INSTANTIATE_TEST_SUITE_P(chunked, framing, testing::ValuesIn(chunked_cases()), name_of);

TEST(framing_cases, replay_every_refusal_there_is) {
  std::set<framing_refusal> replayed;
  for (const auto& replay : framing_cases())
    if (replay.expected) replayed.insert(*replay.expected);
  for (const auto& row : http::framing_refusals())
    EXPECT_TRUE(replayed.contains(row.reason)) << row.code;
  EXPECT_GE(framing_cases().size(), 150u);
}

TEST(framing_guard, answers_alike_however_mutated_requests_are_split) {
  std::mt19937 random(20260801);
  const auto cases = framing_cases();
  for (int round = 0; round < 20'000; ++round) {
    auto bytes = cases[random() % cases.size()].bytes;
    if (bytes.size() > 2000) continue;
    for (auto edits = random() % 4; edits > 0; --edits)
      bytes[random() % bytes.size()] = static_cast<char>(random());
    const auto pieces = read_in_pieces(bytes, [&](std::size_t) { return random() % 9; });
    ASSERT_EQ(pieces, read_whole(bytes)) << testing::PrintToString(bytes);
  }
}

TEST(framing_guard, shows_the_head_it_accepted) {
  const std::string bytes =
      head_with("ACCEPT: text/html \r\nX: 1\r\nx:2\r\n", "POST /a?b=c HTTP/1.1") + "next";
  framing_guard guard;
  ASSERT_EQ(guard.inspect(bytes), head_verdict::accepted);
  const auto head = guard.head(bytes);
  EXPECT_EQ(head.method(), "POST");
  EXPECT_EQ(head.target(), "/a?b=c");
  EXPECT_EQ(head.path_and_query(), "/a?b=c");
  EXPECT_EQ(head.minor_version(), 1);
  EXPECT_EQ(head.authority(), std::nullopt);
  EXPECT_EQ(head.field("accept"), "text/html");
  EXPECT_EQ(head.field("host"), "a.test");
  EXPECT_EQ(head.field("absent"), std::nullopt);
  EXPECT_EQ(head.field("X"), "1");
  EXPECT_EQ(head.count("x"), 2u);
  EXPECT_EQ(head.length(), bytes.size() - 4);
}

TEST(framing_guard, parts_an_absolute_target) {
  const auto parts = [](std::string_view target) {
    const auto bytes = head_with("", "GET " + std::string(target) + " HTTP/1.1");
    framing_guard guard;
    EXPECT_EQ(guard.inspect(bytes), head_verdict::accepted);
    const auto head = guard.head(bytes);
    return std::pair(std::string(*head.authority()), std::string(head.path_and_query()));
  };
  EXPECT_EQ(parts("http://b.test:80/x?y"), std::pair("b.test:80"s, "/x?y"s));
  EXPECT_EQ(parts("HTTPS://b.test"), std::pair("b.test"s, "/"s));
}

TEST(framing_guard, tells_whether_the_connection_persists) {
  const auto persistent = [](std::string_view lines, std::string_view start = "GET / HTTP/1.1") {
    const auto bytes = head_with(lines, start);
    framing_guard guard;
    EXPECT_EQ(guard.inspect(bytes), head_verdict::accepted);
    return guard.head(bytes).persistent();
  };
  EXPECT_TRUE(persistent(""));
  EXPECT_TRUE(persistent("Connection: keep-alive, closed\r\n"));
  EXPECT_FALSE(persistent("Connection: Close\r\n"));
  EXPECT_FALSE(persistent("Connection: te\r\nConnection: te , CLOSE\r\n"));
  EXPECT_FALSE(persistent("Connection: keep-alive\r\n", "GET / HTTP/1.0"));
}

TEST(framing_guard, reads_pipelined_heads_one_after_the_other) {
  const auto first = head_with("");
  const auto both = first + head_with("", "OPTIONS * HTTP/1.1");
  framing_guard guard;
  ASSERT_EQ(guard.inspect(both), head_verdict::accepted);
  ASSERT_EQ(guard.head(both).length(), first.size());
  guard.restart();
  const auto rest = std::string_view(both).substr(first.size());
  ASSERT_EQ(guard.inspect(rest), head_verdict::accepted);
  EXPECT_EQ(guard.head(rest).method(), "OPTIONS");
}

TEST(framing_guard, keeps_its_views_when_the_buffer_moves) {
  const auto bytes = head_with("X: y\r\n");
  framing_guard guard;
  ASSERT_EQ(guard.inspect(std::string(bytes, 0, 20)), head_verdict::need_more);
  const std::string moved = bytes;
  ASSERT_EQ(guard.inspect(moved), head_verdict::accepted);
  EXPECT_EQ(guard.head(moved).field("x"), "y");
}

TEST(framing_guard, stays_refused) {
  framing_guard guard;
  ASSERT_EQ(guard.inspect("\n"), head_verdict::refused);
  ASSERT_EQ(guard.inspect("\n" + head_with("")), head_verdict::refused);
  EXPECT_EQ(guard.reason(), framing_refusal::bare_lf);
}

TEST(framing_guard, spends_its_budgets_to_the_octet) {
  const auto ordinary = head_with("X: " + std::string(500, 'x') + "\r\n");
  const auto cookies = head_with("Cookie: " + std::string(500, 'x') + "\r\n");
  const auto verdict = [](const std::string& bytes, const http::head_limits& limits) {
    return framing_guard(limits).inspect(bytes);
  };
  EXPECT_EQ(verdict(ordinary, {.ordinary = ordinary.size()}), head_verdict::accepted);
  EXPECT_EQ(verdict(ordinary, {.ordinary = ordinary.size() - 1}), head_verdict::refused);
  EXPECT_EQ(verdict(cookies, {.ordinary = cookies.size() - 500}), head_verdict::accepted);
  EXPECT_EQ(verdict(cookies, {.total = cookies.size()}), head_verdict::accepted);
  EXPECT_EQ(verdict(cookies, {.total = cookies.size() - 1}), head_verdict::refused);
  // Where the budget ends within a value, nothing behind that is looked at.
  const auto late = head_with("X: " + std::string(500, 'x') + "\n");
  framing_guard guard({.ordinary = 300});
  ASSERT_EQ(guard.inspect(late), head_verdict::refused);
  EXPECT_EQ(guard.reason(), framing_refusal::head_too_large);
}

TEST(framing_guard, holds_a_body_to_the_callers_limit) {
  framing_guard guard({.body = 4});
  EXPECT_EQ(guard.inspect(head_with("Content-Length: 5\r\n")), head_verdict::refused);
  EXPECT_EQ(guard.reason(), framing_refusal::body_too_large);
}

}
}
