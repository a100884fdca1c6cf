// SPDX-License-Identifier: Apache-2.0
#include "projections/roles.hpp"

#include "tests/support/folding.hpp"

namespace muniment::roles {
namespace {

using test::folded;
using test::moment;

const uuid ada = uuid::random({1});
const uuid shop = uuid::random({2});
const role::granted given{ada, shop, "buyer"};

TEST(roles, holds_what_is_granted) {
  EXPECT_EQ(folded<model>({given}), (row{test::the_stream, ada, shop, "buyer", moment(1), {}, 1}));
}

TEST(roles, remembers_what_was_revoked) {
  EXPECT_EQ(folded<model>({given, role::revoked{}}),
            (row{test::the_stream, ada, shop, "buyer", moment(1), moment(2), 2}));
}

TEST(roles, may_be_granted_again) {
  EXPECT_EQ(folded<model>({given, role::revoked{}, given}),
            (row{test::the_stream, ada, shop, "buyer", moment(3), {}, 3}));
}

TEST(roles, without_a_beginning_there_is_none) { EXPECT_FALSE(folded<model>({role::revoked{}})); }

}
}
