// SPDX-License-Identifier: Apache-2.0
#include "crypto/large_memory.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace muniment::crypto {
namespace {

TEST(large_memory, is_zeroed_writable_and_begins_where_a_huge_page_may) {
  for (const std::size_t octets : {1U, 2U << 20, (2U << 20) + 1, 19U << 20}) {
    auto* const memory = take_large_memory(octets);
    ASSERT_NE(memory, nullptr) << octets;
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(memory) % (2U << 20), 0U) << octets;
    EXPECT_TRUE(std::all_of(memory, memory + octets, [](auto each) { return each == 0; }));
    std::fill_n(memory, octets, std::uint8_t{7});
    give_back_large_memory(memory, octets);
  }
}

TEST(large_memory, that_nobody_has_is_null) {
  EXPECT_EQ(take_large_memory(std::size_t{1} << 60), nullptr);
}

}
}
