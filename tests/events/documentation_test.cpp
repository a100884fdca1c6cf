// SPDX-License-Identifier: Apache-2.0
#include "events/documentation.hpp"

#include "tests/support/kept_page.hpp"

#include <gtest/gtest.h>

namespace muniment {
namespace {

TEST(events_documentation, is_the_page_in_docs) {
  test::expect_page_in_docs("events.md", documentation::events_page());
}

}
}
