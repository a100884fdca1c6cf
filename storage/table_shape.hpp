// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/digest.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace muniment::storage {

struct column {
  std::string name;
  std::string_view type; ///< of Postgres
  bool nullable = false;
  bool indexed = false;
};

/// What a read model's table looks like; the first column is its key. Another shape lies in another
/// table, so that nodes with older and newer rows never touch each other's.
struct table_shape {
  std::string projection; ///< lower-case letters and underscores
  std::vector<column> columns;

  /// Over names, types and indexes.
  [[nodiscard]] crypto::hash digest() const;

  /// `rm_<projection>_<8 hex of the digest>`
  [[nodiscard]] std::string table() const;

  /// Where a rebuild gathers rows before they take the table's place.
  [[nodiscard]] std::string shadow() const;

  /// Which column has this name; throws std::logic_error when none has.
  [[nodiscard]] std::size_t index_of(std::string_view name) const;
};

}
