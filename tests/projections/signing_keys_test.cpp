// SPDX-License-Identifier: Apache-2.0
#include "projections/signing_keys.hpp"

#include "tests/support/folding.hpp"

namespace muniment::signing_keys {
namespace {

using test::folded;
using test::moment;

const signing_key::generated made{"key-1", "ES256", "{}"};

row made_row(std::uint64_t position) {
  return {test::the_stream, "key-1", "ES256", "{}", phase::next, moment(1), {}, {}, {}, {}, {}, {},
          position};
}

TEST(signing_keys, follows_a_key_through_its_life) {
  std::vector<event> past{made};
  auto expected = made_row(1);
  EXPECT_EQ(folded<model>(past), expected);

  past.push_back(signing_key::activated{});
  expected.phase = phase::active;
  expected.activated_at = moment(2);
  expected.position = 2;
  EXPECT_EQ(folded<model>(past), expected);

  past.push_back(signing_key::superseded{moment(50)});
  expected.phase = phase::retiring;
  expected.superseded_at = moment(3);
  expected.retires_at = moment(50);
  expected.position = 3;
  EXPECT_EQ(folded<model>(past), expected);

  past.push_back(signing_key::retired{});
  expected.phase = phase::retired;
  expected.retired_at = moment(4);
  expected.position = 4;
  EXPECT_EQ(folded<model>(past), expected);
}

TEST(signing_keys, shows_when_a_key_was_ordered_to_sign) {
  auto expected = made_row(2);
  expected.activates_at = moment(70);
  EXPECT_EQ(folded<model>({made, signing_key::scheduled{moment(70)}}), expected);
}

TEST(signing_keys, shows_a_revoked_key) {
  auto expected = made_row(2);
  expected.phase = phase::revoked;
  expected.revoked_at = moment(2);
  EXPECT_EQ(folded<model>({made, signing_key::revoked{}}), expected);
}

TEST(signing_keys, without_a_beginning_there_is_none) {
  for (const auto& orphan : std::vector<event>{signing_key::scheduled{}, signing_key::activated{},
                                               signing_key::superseded{}, signing_key::retired{},
                                               signing_key::revoked{}})
    EXPECT_FALSE(folded<model>({orphan}));
}

}
}
