// SPDX-License-Identifier: Apache-2.0
#include "ops/settings.hpp"

#include "tests/support/kept_page.hpp"

namespace muniment::ops {
namespace {

TEST(settings_documentation, is_the_page_in_docs) {
  test::expect_page_in_docs("configuration.md", settings_documentation());
}

}
}
