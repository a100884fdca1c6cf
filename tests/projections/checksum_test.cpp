// SPDX-License-Identifier: Apache-2.0
#include "projections/checksum.hpp"

#include "crypto/encoding.hpp"
#include "projections/projects.hpp"
#include "projections/workspaces.hpp"
#include "tests/support/sample.hpp"

#include <gtest/gtest.h>

namespace muniment {
namespace {

using rows = rows_of<projects::model>;

projects::row project(std::uint8_t n) {
  auto row = test::sample<projects::row>();
  row.id = uuid::random({n});
  return row;
}

TEST(checksum, does_not_depend_on_the_order_of_arrival) {
  rows forward;
  rows backward;
  for (std::uint8_t n = 0; n < 50; ++n) {
    forward.emplace(project(n).id, project(n));
    backward.emplace(project(49 - n).id, project(49 - n));
  }
  EXPECT_EQ(checksum_of<projects::model>(forward), checksum_of<projects::model>(backward));
}

TEST(checksum, changes_with_any_member_of_any_row) {
  rows same{{project(1).id, project(1)}, {project(2).id, project(2)}};
  const auto sum = checksum_of<projects::model>(same);
  const auto expect_other = [&](auto change) {
    auto other = same;
    change(other);
    EXPECT_NE(checksum_of<projects::model>(other), sum);
  };
  expect_other([](rows& all) { all.erase(all.begin()); });
  expect_other([](rows& all) { all.emplace(project(3).id, project(3)); });
  expect_other([](rows& all) { all.begin()->second.name += "x"; });
  expect_other([](rows& all) { all.begin()->second.roles.pop_back(); });
  expect_other([](rows& all) { ++all.begin()->second.position; });
  expect_other([](rows& all) { all.begin()->second.created_at += std::chrono::microseconds{1}; });
}

TEST(checksum, of_nothing_still_tells_the_read_model) {
  EXPECT_NE(checksum_of<projects::model>({}), checksum_of<workspaces::model>({}));
}

/// Rows are rebuilt by machines of all versions: the sum of the same rows stays the same.
TEST(checksum, is_the_same_everywhere) {
  const rows one{{project(1).id, project(1)}};
  EXPECT_EQ(crypto::hex_encode(checksum_of<projects::model>(one)),
            "22117e0e1bfd5ad0d2a9c600b1f346d31a162baa8c9f4de2be0545507626fc63");
}

}
}
