// SPDX-License-Identifier: Apache-2.0
#include "storage/table_shape.hpp"

#include "storage/row_text.hpp"

#include <algorithm>
#include <stdexcept>

namespace muniment::storage {

crypto::hash table_shape::digest() const {
  std::string text = projection;
  for (const auto& each : columns) {
    text += '\n' + each.name + ' ';
    text += each.type;
    text += each.nullable ? " null" : " not null";
    if (each.indexed) text += " indexed";
  }
  return crypto::sha256(as_bytes(text));
}

std::string table_shape::table() const {
  return "rm_" + projection + '_' + octets_text(bytes_view{digest()}.first(4)).substr(2);
}

std::string table_shape::shadow() const { return table() + "_shadow"; }

std::size_t table_shape::index_of(std::string_view name) const {
  const auto found = std::ranges::find(columns, name, &column::name);
  if (found == columns.end())
    throw std::logic_error{projection + " has no column " + std::string{name}};
  return static_cast<std::size_t>(found - columns.begin());
}

}
