// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace muniment::test {

/// The same text, so many times in a row.
inline std::string repeated(std::string_view part, std::size_t times) {
  std::string text;
  while (times-- > 0)
    text += part;
  return text;
}

}
