// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace muniment::storage {

/// A file under storage/schema, embedded at build time. `path` is relative and without `.sql`.
struct schema_file {
  std::string_view path;
  std::string_view text;
};

/// All of them, ordered by path.
std::span<const schema_file> schema_files();

}
