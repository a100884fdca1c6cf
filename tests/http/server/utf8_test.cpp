// SPDX-License-Identifier: Apache-2.0
#include "http/server/utf8.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace muniment::http {
namespace {

// A code point in the shortest form that holds it, or in a longer one.
std::string encoded(std::uint32_t point, int length) {
  if (length == 1) return {static_cast<char>(point)};
  std::string text(length, '\0');
  for (int place = length - 1; place > 0; --place, point >>= 6)
    text[place] = static_cast<char>(0x80 | (point & 0x3f));
  const int lead = length == 2 ? 0xc0 : length == 3 ? 0xe0 : 0xf0;
  text[0] = static_cast<char>(lead | point);
  return text;
}

int shortest(std::uint32_t point) {
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
}

TEST(utf8, is_every_code_point_in_its_shortest_form_and_in_no_other) {
  for (std::uint32_t point = 0; point <= 0x1fffff; ++point) {
    const bool scalar = point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
    for (int length = shortest(point); length <= 4; ++length)
      ASSERT_EQ(is_utf8("a" + encoded(point, length) + "b"), scalar && length == shortest(point))
          << std::hex << point << " in " << length;
  }
}

TEST(utf8, is_not_cut_short) {
  for (const std::uint32_t point : {0xe9u, 0x20acu, 0x1f512u}) {
    const auto whole = encoded(point, shortest(point));
    for (std::size_t length = 1; length < whole.size(); ++length) {
      EXPECT_FALSE(is_utf8(whole.substr(0, length)));
      EXPECT_FALSE(is_utf8(whole.substr(0, length) + "a"));
    }
  }
}

TEST(utf8, has_no_stray_octets) {
  for (const auto* text : {"\x80", "\xbf", "\xf8\x88\x80\x80\x80", "\xfe", "\xff", "a\xc3"})
    EXPECT_FALSE(is_utf8(text));
  EXPECT_TRUE(is_utf8(""));
}

}
}
