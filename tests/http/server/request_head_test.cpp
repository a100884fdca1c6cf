// SPDX-License-Identifier: Apache-2.0
#include "http/server/request_head.hpp"

#include <gtest/gtest.h>

namespace muniment::http {
namespace {

TEST(request_head, resolves_offsets_against_any_buffer_with_the_same_bytes) {
  head_notes notes;
  notes.method = {0, 3};
  notes.target = {4, 6};
  notes.fields[0] = {{7, 8}, {10, 11}};
  notes.field_count = 1;
  const request_head head(notes, "GET /x A: b");
  EXPECT_EQ(head.method(), "GET");
  EXPECT_EQ(head.target(), "/x");
  EXPECT_EQ(head.field("a"), "b");
  EXPECT_EQ(head.name_of(head.fields().front()), "A");
  EXPECT_EQ(head.value_of(head.fields().front()), "b");
}

TEST(request_head, has_no_body_unless_framed) {
  const head_notes notes;
  const request_head head(notes, "");
  EXPECT_EQ(head.framing(), body_framing::none);
  EXPECT_EQ(head.content_length(), 0u);
  EXPECT_FALSE(head.expects_continue());
}

}
}
