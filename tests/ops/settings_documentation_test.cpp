// SPDX-License-Identifier: Apache-2.0
#include "ops/settings.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace muniment::ops {
namespace {

TEST(settings_documentation, is_the_page_in_docs) {
  const std::filesystem::path made = MUNIMENT_BINARY_DIR "/docs/configuration.md";
  std::filesystem::create_directories(made.parent_path());
  std::ofstream(made) << settings_documentation();
  std::ifstream page(MUNIMENT_SOURCE_DIR "/docs/configuration.md");
  const std::string kept{std::istreambuf_iterator<char>(page), {}};
  EXPECT_EQ(kept, settings_documentation()) << "copy " << made << " over docs/configuration.md";
}

}
}
