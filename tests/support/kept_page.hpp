// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/files.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace muniment::test {

/// Holds a page of docs/ against the text it is made of, which is left below the build directory,
/// to be copied over it.
inline void expect_page_in_docs(const std::string& name, std::string_view text) {
  const auto made = std::filesystem::path{MUNIMENT_BINARY_DIR} / "docs" / name;
  write_file(made, as_bytes(text));
  const auto kept = read_file(in_source("docs/" + name));
  ASSERT_TRUE(kept) << "docs/" << name;
  EXPECT_EQ(as_text(*kept), text) << "copy " << made << " over docs/" << name;
}

}
