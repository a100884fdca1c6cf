// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

namespace muniment {

/// Appends the last `width` digits of a number, with zeros in front, without asking a locale. Pure.
inline void append_digits(std::string& text, unsigned number, std::size_t width) {
  text.append(width, '0');
  for (auto at = text.size(); width > 0; --width, number /= 10)
    text[--at] = static_cast<char>('0' + number % 10);
}

}
