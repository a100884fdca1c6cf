// SPDX-License-Identifier: Apache-2.0
#include "storage/text_arrays.hpp"

namespace muniment::storage {

std::string element_text(bytes_view value) {
  constexpr auto* digits = "0123456789abcdef";
  // Inside an array's quotes the backslash of a bytea's \x is itself escaped.
  std::string text{R"("\\x)"};
  for (const auto octet : value) {
    text += digits[octet >> 4];
    text += digits[octet & 15];
  }
  return text + '"';
}

std::string element_text(std::string_view text) {
  std::string quoted{'"'};
  for (const char each : text) {
    if (each == '"' || each == '\\') quoted += '\\';
    quoted += each;
  }
  return quoted + '"';
}

}
