// SPDX-License-Identifier: Apache-2.0
#include "projections/consents.hpp"

#include "tests/support/folding.hpp"

namespace muniment::consents {
namespace {

using test::folded;
using test::moment;

const uuid ada = uuid::random({1});
const uuid shop = uuid::random({2});
const consent::given allowed{ada, shop, {"openid"}};
const consent::given more{ada, shop, {"openid", "email"}};

TEST(consents, holds_what_is_allowed) {
  EXPECT_EQ(folded<model>({allowed}),
            (row{test::the_stream, ada, shop, {"openid"}, moment(1), {}, {}, 1}));
  EXPECT_EQ(folded<model>({allowed, more}),
            (row{test::the_stream, ada, shop, {"openid", "email"}, moment(2), {}, {}, 2}));
}

TEST(consents, allows_nothing_once_withdrawn) {
  EXPECT_EQ(folded<model>({allowed, consent::withdrawn{}}),
            (row{test::the_stream, ada, shop, {}, moment(1), moment(2), moment(2), 2}));
}

TEST(consents, given_again_know_for_ever_when_they_were_last_withdrawn) {
  const consent::withdrawn withdrawn;
  EXPECT_EQ(folded<model>({allowed, withdrawn, more}),
            (row{test::the_stream, ada, shop, {"openid", "email"}, moment(3), {}, moment(2), 3}));
  EXPECT_EQ(folded<model>({allowed, withdrawn, more, allowed})->last_withdrawn_at, moment(2));
  EXPECT_EQ(folded<model>({allowed, withdrawn, more, withdrawn, allowed})->last_withdrawn_at,
            moment(4));
}

TEST(consents, without_a_beginning_there_is_none) {
  EXPECT_FALSE(folded<model>({consent::withdrawn{}}));
}

}
}
