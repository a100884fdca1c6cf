// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/files.hpp"
#include "tests/support/places.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace muniment::test {

/// The first line in which two texts differ, from 1; 0 where they are equal.
inline std::size_t differing_line(std::string_view one, std::string_view other) {
  if (one == other) return 0;
  const auto at = std::ranges::mismatch(one, other).in1;
  return static_cast<std::size_t>(std::count(one.begin(), at, '\n')) + 1;
}

/// Holds a page of docs/ against the text it is made of, which is left below the build directory,
/// to be copied over it.
inline void expect_page_in_docs(const std::string& name, std::string_view text) {
  const auto made = binary_directory() / "docs" / name;
  write_file(made, as_bytes(text));
  const auto kept = read_file(in_source("docs/" + name));
  ASSERT_TRUE(kept) << "docs/" << name;
  EXPECT_EQ(differing_line(as_text(*kept), text), 0U) << "copy " << made << " over docs/" << name;
}

}
