// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <ostream>
#include <string_view>

namespace muniment::http {

/// A text fixed when the program was compiled. Replies to failures are made of nothing else, so
/// that they cannot echo what somebody sent. Its characters are those RFC 6749 section 5.2 allows
/// in an error description: printable ASCII without quotation mark and backslash.
class fixed_text {
public:
  template <std::size_t Size>
  consteval fixed_text(const char (&literal)[Size]) : text_(literal, Size - 1) {
    for (const char octet : text_)
      if (octet < 0x20 || octet > 0x7e || octet == '"' || octet == '\\')
        throw "not a character of an error text";
  }

  constexpr std::string_view view() const { return text_; }

  friend bool operator==(fixed_text left, fixed_text right) { return left.text_ == right.text_; }
  friend std::ostream& operator<<(std::ostream& out, fixed_text text) { return out << text.text_; }

private:
  std::string_view text_;
};

}
