// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace muniment {

/// Owned raw bytes.
using bytes = std::vector<std::uint8_t>;

/// Borrowed raw bytes; never outlives what it points into.
using bytes_view = std::span<const std::uint8_t>;

/// The bytes of a text, borrowed.
inline bytes_view as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// Bytes seen as text, borrowed; nothing is checked.
inline std::string_view as_text(bytes_view data) {
  return {reinterpret_cast<const char*>(data.data()), data.size()};
}

}
