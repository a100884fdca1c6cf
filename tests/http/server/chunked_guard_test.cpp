// SPDX-License-Identifier: Apache-2.0
#include "http/server/chunked_guard.hpp"

#include <gtest/gtest.h>

#include <string>

namespace muniment::http {
namespace {

TEST(chunked_guard, yields_data_as_spans_of_what_arrived) {
  const std::string arrived = "5\r\nhello\r\n0\r\n\r\n";
  chunked_guard guard;
  const auto data = guard.advance(arrived);
  ASSERT_EQ(data.state, chunk_state::data);
  EXPECT_EQ(data.data, "hello");
  EXPECT_EQ(data.data.data(), arrived.data() + 3);
  EXPECT_EQ(guard.advance(std::string_view(arrived).substr(data.consumed)).state,
            chunk_state::complete);
}

TEST(chunked_guard, leaves_the_next_request_alone) {
  const std::string arrived = "0\r\n\r\nGET / HTTP/1.1\r\n";
  chunked_guard guard;
  const auto end = guard.advance(arrived);
  EXPECT_EQ(end.state, chunk_state::complete);
  EXPECT_EQ(end.consumed, 5u);
  EXPECT_EQ(guard.advance("more").consumed, 0u);
}

TEST(chunked_guard, yields_a_chunk_in_as_many_pieces_as_it_came) {
  chunked_guard guard;
  EXPECT_EQ(guard.advance("5\r\nhe").data, "he");
  EXPECT_EQ(guard.advance("llo").data, "llo");
  EXPECT_EQ(guard.advance("").state, chunk_state::need_more);
}

TEST(chunked_guard, counts_the_data_of_all_chunks) {
  chunked_guard guard({.body = 6});
  EXPECT_EQ(guard.advance("3\r\nabc").state, chunk_state::data);
  EXPECT_EQ(guard.advance("\r\n3\r\nabc").state, chunk_state::data);
  EXPECT_EQ(guard.advance("\r\n1\r\n").state, chunk_state::refused);
  EXPECT_EQ(guard.reason(), framing_refusal::body_too_large);
}

TEST(chunked_guard, stays_refused) {
  chunked_guard guard;
  EXPECT_EQ(guard.advance("x").state, chunk_state::refused);
  EXPECT_EQ(guard.advance("0\r\n\r\n").state, chunk_state::refused);
}

}
}
