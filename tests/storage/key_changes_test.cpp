// SPDX-License-Identifier: Apache-2.0
#include "storage/key_changes.hpp"

#include <gtest/gtest.h>

namespace muniment::storage {
namespace {

TEST(key_changes, a_part_holds_each_row_once_and_the_latest) {
  journal_part part{schema_name(*deployment_tag::parse("abcd"), uuid{}),
                    0,
                    0,
                    {},
                    {},
                    {},
                    {},
                    {},
                    {},
                    {},
                    {},
                    {}};
  const key_row bucket{2, 5, {}, {1}}, again{2, 5, {}, {2}}, other{2, 6, {}, {3}};
  add_to(part, {{bucket}, {key_id{3, 5, {}}}, false});
  add_to(part, {{other, again}, {}, false});
  EXPECT_EQ(part.keys_written, (std::vector{again, other}));
  EXPECT_EQ(part.keys_deleted.size(), 1U);
}

}
}
