// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crypto/bytes.hpp"
#include "events/uuid.hpp"

#include <cstdint>
#include <ranges>
#include <string>
#include <string_view>

namespace muniment::storage {

/// Array elements in Postgres's text form, for parameters that travel through libpqxx.
inline std::string element_text(std::int64_t value) { return std::to_string(value); }
inline std::string element_text(const uuid& id) { return to_string(id); }
std::string element_text(bytes_view value);
std::string element_text(std::string_view text);

/// `{a,b,c}` of what `value_of` says about each row.
template <std::ranges::range Rows, class ValueOf>
std::string text_array(const Rows& rows, ValueOf value_of) {
  std::string text{"{"};
  for (const auto& row : rows) {
    if (text.size() > 1) text += ',';
    text += element_text(value_of(row));
  }
  return text + '}';
}

}
