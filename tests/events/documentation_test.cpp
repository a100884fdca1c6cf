// SPDX-License-Identifier: Apache-2.0
#include "events/documentation.hpp"

#include "tests/support/files.hpp"

#include <gtest/gtest.h>

namespace muniment {
namespace {

TEST(events_documentation, is_the_page_in_docs) {
  const std::filesystem::path made = MUNIMENT_BINARY_DIR "/docs/events.md";
  const auto page = documentation::events_page();
  test::write_file(made, as_bytes(page));
  const auto kept = test::read_file(test::in_source("docs/events.md"));
  ASSERT_TRUE(kept);
  EXPECT_EQ(as_text(*kept), page) << "copy " << made << " over docs/events.md";
}

}
}
