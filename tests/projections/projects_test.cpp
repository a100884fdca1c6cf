// SPDX-License-Identifier: Apache-2.0
#include "projections/projects.hpp"

#include "tests/support/folding.hpp"

namespace muniment::projects {
namespace {

using test::folded;
using test::moment;

TEST(projects, begins_without_roles) {
  EXPECT_EQ(folded<model>({project::created{"shop"}}),
            (row{test::the_stream, "shop", {}, moment(1), 1}));
}

TEST(projects, learns_roles_in_their_order) {
  EXPECT_EQ(folded<model>({project::created{"shop"}, project::role_defined{"clerk"},
                           project::role_defined{"boss"}}),
            (row{test::the_stream, "shop", {"clerk", "boss"}, moment(1), 3}));
}

TEST(projects, without_a_beginning_there_is_none) {
  EXPECT_FALSE(folded<model>({project::role_defined{"clerk"}}));
}

}
}
