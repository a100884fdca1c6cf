// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace muniment::pages {

/// A file of http/pages/templates as it was when the program was built.
struct template_file {
  std::string_view name;
  std::string_view text;
};

/// All of them. The definition is written by cmake/embed_pages.cmake.
std::span<const template_file> template_files();

}
