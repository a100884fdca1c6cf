// SPDX-License-Identifier: Apache-2.0
#include "storage/text_arrays.hpp"

#include "tests/support/journal_database.hpp"

#include <gtest/gtest.h>

#include <array>

namespace muniment::storage {
namespace {

TEST(text_arrays, of_texts_are_read_by_the_database_as_they_are) {
  constexpr std::array<std::string_view, 4> texts{"tables/head@2", "a,b {c}", R"("quoted")",
                                                  R"(back\slash)"};
  const auto written = text_array(texts, [](std::string_view each) { return each; });
  EXPECT_EQ(
      test::shared_database().value("SELECT array_to_string($t$" + written + "$t$::text[], '|')"),
      R"(tables/head@2|a,b {c}|"quoted"|back\slash)");
}

}
}
